package faas.gateway.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.simulation.Simulation.Contestant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The balancers, proved by disasters in virtual time; {@code docs/balancing.md} shows what came of each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BalancingSimulationTest {
    private static final Path PAGE = Path.of("docs/balancing.md");
    private static final String ACCEPT = "simulation.accept";

    private final Map<Disaster, Map<Contestant, Tally.Figures>> figures = new EnumMap<>(Disaster.class);

    @BeforeAll
    void let_every_disaster_happen() {
        for (Disaster disaster : Disaster.values()) {
            Map<Contestant, Tally.Figures> byContestant = new EnumMap<>(Contestant.class);
            for (Contestant contestant : Contestant.values()) {
                byContestant.put(contestant, Simulation.run(disaster, contestant));
            }
            figures.put(disaster, byContestant);
        }
    }

    @Test
    void the_page_tells_what_the_simulation_tells() throws IOException {
        String page = BalancingReport.of(figures);

        if (Boolean.getBoolean(ACCEPT)) {
            Files.writeString(PAGE, page);
        }
        assertEquals(
                Files.exists(PAGE) ? Files.readString(PAGE) : "",
                page,
                () -> PAGE
                        + " tells something else than the simulation does now. If that is meant, write the page anew and read"
                        + " the difference: mvn test -Dtest=BalancingSimulationTest -D" + ACCEPT + "=true");
    }

    @Test
    void a_second_run_comes_to_the_same() {
        Tally.Figures again = Simulation.run(Disaster.NODE_LOST, Contestant.LEAST_IN_FLIGHT);

        assertEquals(of(Disaster.NODE_LOST, Contestant.LEAST_IN_FLIGHT), again);
    }

    @Test
    void round_robin_is_exact() {
        List<Integer> calls = of(Disaster.ALL_FINE, Contestant.ROUND_ROBIN).callsByTask();

        assertTrue(Collections.max(calls) - Collections.min(calls) <= 1, calls::toString);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BLACK_HOLE", "FAST_503S", "OVERLOAD_WITH_MAX_INFLIGHT"})
    void no_call_is_lost_but_posts_in_flight_on_a_task_that_is_gone(Disaster disaster) {
        boolean tasksGo = Set.of(Disaster.TASK_KILLED, Disaster.NODE_LOST).contains(disaster);

        all(disaster).forEach((contestant, came) -> {
            assertEquals(0, came.failedIdempotent(), contestant + ": " + came.failures());
            assertTrue(tasksGo || came.failed() == 0, contestant + ": " + came.failures());
        });
    }

    @Test
    void with_nothing_wrong_least_in_flight_is_no_slower_than_round_robin_and_both_beat_chance() {
        long roundRobin = of(Disaster.ALL_FINE, Contestant.ROUND_ROBIN).percentileNanos(99);
        long leastInFlight = of(Disaster.ALL_FINE, Contestant.LEAST_IN_FLIGHT).percentileNanos(99);
        long random = of(Disaster.ALL_FINE, Contestant.RANDOM).percentileNanos(99);

        assertTrue(
                leastInFlight <= roundRobin && roundRobin <= random, leastInFlight + " " + roundRobin + " " + random);
    }

    @Test
    void a_slow_task_costs_least_in_flight_a_tenth_of_what_it_costs_round_robin_at_p99() {
        long roundRobin = of(Disaster.ONE_SLOW_TASK, Contestant.ROUND_ROBIN).percentileNanos(99);
        long leastInFlight =
                of(Disaster.ONE_SLOW_TASK, Contestant.LEAST_IN_FLIGHT).percentileNanos(99);

        assertTrue(10 * leastInFlight <= roundRobin, leastInFlight + " " + roundRobin);
    }

    @Test
    void uneven_calls_cost_least_in_flight_half_of_what_they_cost_round_robin_at_p99() {
        long roundRobin = of(Disaster.UNEVEN_COSTS, Contestant.ROUND_ROBIN).percentileNanos(99);
        long leastInFlight =
                of(Disaster.UNEVEN_COSTS, Contestant.LEAST_IN_FLIGHT).percentileNanos(99);

        assertTrue(2 * leastInFlight <= roundRobin, leastInFlight + " " + roundRobin);
    }

    @Test
    void new_tasks_relieve_those_with_a_backlog_sooner_with_least_in_flight() {
        long roundRobin =
                of(Disaster.SCALE_UP_UNDER_LOAD, Contestant.ROUND_ROBIN).percentileNanos(99);
        long leastInFlight =
                of(Disaster.SCALE_UP_UNDER_LOAD, Contestant.LEAST_IN_FLIGHT).percentileNanos(99);

        assertTrue(leastInFlight < roundRobin, leastInFlight + " " + roundRobin);
    }

    @Test
    void least_in_flight_loses_at_most_a_tenth_as_many_calls_to_a_black_hole() {
        int roundRobin = of(Disaster.BLACK_HOLE, Contestant.ROUND_ROBIN).failed();
        int leastInFlight = of(Disaster.BLACK_HOLE, Contestant.LEAST_IN_FLIGHT).failed();

        assertTrue(10 * leastInFlight <= roundRobin, leastInFlight + " " + roundRobin);
    }

    @Test
    void a_task_that_fails_fast_draws_no_more_calls_than_two_choices_out_of_five() {
        Tally.Figures came = of(Disaster.FAST_503S, Contestant.LEAST_IN_FLIGHT);
        int meanwhile = came.calls() / 2;

        assertTrue(came.failed() <= meanwhile * 2 / 5, came.failures() + " of " + meanwhile);
    }

    @Test
    void a_task_that_refuses_connections_costs_a_second_try_only_when_it_is_probed() {
        all(Disaster.REFUSING_TASK)
                .forEach((contestant, came) ->
                        assertTrue(came.triedAgain() <= 20, contestant + ": " + came.triedAgain()));
    }

    @Test
    void calls_wait_for_the_only_task_while_it_is_replaced() {
        all(Disaster.ONE_REPLICA_RESTARTS)
                .forEach((contestant, came) -> assertTrue(came.held() > 300, contestant + ": " + came.held()));
    }

    @Test
    void overload_is_turned_away_and_who_is_let_in_is_served_in_time() {
        all(Disaster.OVERLOAD_WITH_MAX_INFLIGHT).forEach((contestant, came) -> {
            assertEquals(8, came.mostInFlight(), contestant::name);
            assertEquals(Set.of("busy"), came.failures().keySet(), contestant::name);
            assertTrue(
                    came.slowestServedNanos() < Duration.ofSeconds(2).toNanos(),
                    contestant + ": " + came.slowestServedNanos());
        });
    }

    @Test
    void a_canary_gets_five_calls_of_a_hundred_to_the_very_call() {
        for (Contestant exact : List.of(Contestant.ROUND_ROBIN, Contestant.LEAST_IN_FLIGHT)) {
            Tally.Figures came = of(Disaster.CANARY_5_PERCENT, exact);

            assertTrue(
                    Math.abs(20 * came.callsByTask().getFirst() - came.calls()) <= 20,
                    exact + ": " + came.callsByTask());
        }
    }

    private Tally.Figures of(Disaster disaster, Contestant contestant) {
        return Objects.requireNonNull(all(disaster).get(contestant));
    }

    private Map<Contestant, Tally.Figures> all(Disaster disaster) {
        return Objects.requireNonNull(figures.get(disaster));
    }
}
