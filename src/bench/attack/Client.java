import java.io.IOException;

/** What an attacking client does on one connection. It returns when it wants the next connection. */
interface Client {
    void use(Connection connection) throws IOException, InterruptedException;
}
