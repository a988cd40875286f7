package faas.gateway.fuzz;

/** One thing that makes a message malformed. */
interface Flaw {
    Flaw NONE = new Flaw() {
        @Override
        public String toString() {
            return "none";
        }
    };
}
