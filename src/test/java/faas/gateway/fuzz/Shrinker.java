package faas.gateway.fuzz;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a failing case smaller for as long as it still fails in the same way. */
final class Shrinker {
    /** A run takes a few milliseconds, or a client's timeout: a case of a few calls is small by then, and no failure takes all the time. */
    private static final Duration TIME_LIMIT = Duration.ofSeconds(6);

    /** A value that need not be halved. */
    private static final int SHORT = 20;

    private final Predicate<Case> fails;

    Shrinker(Predicate<Case> fails) {
        this.fails = fails;
    }

    Case shrink(Case failing) {
        long end = System.nanoTime() + TIME_LIMIT.toNanos();
        Case smallest = failing;
        for (boolean smaller = true; smaller; ) {
            smaller = false;
            for (Case candidate : candidates(smallest)) {
                if (System.nanoTime() > end) {
                    return smallest;
                }
                if (fails.test(candidate)) {
                    smallest = candidate;
                    smaller = true;
                    break;
                }
            }
        }
        return smallest;
    }

    /** Cases with one thing less, the largest things first. */
    private static List<Case> candidates(Case from) {
        List<Case> candidates = new ArrayList<>();
        for (int i = 0; from.calls().size() > 1 && i < from.calls().size(); i++) {
            candidates.add(from.without(i));
        }
        if (!from.cuts().isEmpty()) {
            candidates.add(from.with(List.of()));
        }
        for (int i = 0; i < from.calls().size(); i++) {
            for (Call call : candidates(from.calls().get(i))) {
                candidates.add(from.with(i, call));
            }
        }
        return candidates;
    }

    private static List<Call> candidates(Call call) {
        List<Call> candidates = new ArrayList<>();
        if (!call.pieces().isEmpty()) {
            candidates.add(call.withBody(Framing.NONE, List.of(), List.of()));
            candidates.add(call.withBody(call.framing(), List.of("x"), call.trailers()));
        }
        withoutOne(call.trailers())
                .forEach(trailers -> candidates.add(call.withBody(call.framing(), call.pieces(), trailers)));
        if (!call.target().equals("/f")) {
            candidates.add(call.with("/f"));
        }
        if (call.target().indexOf('?') > 0) {
            candidates.add(call.with(call.target().substring(0, call.target().indexOf('?'))));
        }
        withoutOne(call.fields()).forEach(fields -> candidates.add(call.with(fields)));
        candidates(call.reply()).forEach(reply -> candidates.add(call.with(reply)));
        // A candidate as large as the one before would be tried for ever.
        candidates.removeIf(call::equals);
        return candidates;
    }

    private static List<Reply> candidates(Reply reply) {
        List<Reply> candidates = new ArrayList<>();
        if (!reply.interims().isEmpty()) {
            candidates.add(reply.withInterims(List.of()));
            candidates.add(reply.withInterims(
                    reply.interims().subList(1, reply.interims().size())));
        }
        if (!reply.isFlawed() && !reply.isBodiless()) {
            if (!reply.pieces().isEmpty()) {
                candidates.add(reply.withBody(Framing.LENGTH, List.of(), List.of()));
            }
            if (reply.body().length() > 1) {
                candidates.add(reply.withBody(reply.framing(), List.of("x"), reply.trailers()));
            }
        }
        withoutOne(reply.trailers())
                .forEach(trailers -> candidates.add(reply.withBody(reply.framing(), reply.pieces(), trailers)));
        withoutOne(reply.fields()).forEach(fields -> candidates.add(reply.with(fields)));
        candidates.removeIf(reply::equals);
        return candidates;
    }

    /** All lists with one field less, or with half of a long value; the host stays, since HTTP/1.1 demands it. */
    private static List<List<Field>> withoutOne(List<Field> fields) {
        List<List<Field>> all = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).is("Host")) {
                continue;
            }
            List<Field> others = new ArrayList<>(fields);
            others.remove(i);
            all.add(others);
            String value = fields.get(i).value();
            if (value.length() > SHORT) {
                List<Field> shorter = new ArrayList<>(fields);
                shorter.set(
                        i,
                        new Field(
                                fields.get(i).name(),
                                value.substring(0, value.length() / 2).strip()));
                all.add(shorter);
            }
        }
        return all;
    }
}
