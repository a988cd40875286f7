package faas.gateway.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.undertow.util.HttpString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvenanceTest {
    @ParameterizedTest
    @CsvSource({
        "X-Caller, true, true",
        "x_caller_role, true, true",
        "X-Caller-, true, true",
        "X-Callers, false, false",
        "X-Forwarded, true, false",
        "x_forwarded-For, true, false",
        "X-Real-IP, true, false",
        "X-Real-IPs, false, false",
        "X-Fine, false, false",
    })
    void claims_about_a_caller_or_an_address_are_found_in_any_spelling(String name, boolean claim, boolean caller) {
        assertEquals(claim, Provenance.isClaim(new HttpString(name)));
        assertEquals(caller, Provenance.isCaller(new HttpString(name)));
    }

    @ParameterizedTest
    @CsvSource({
        "X-Caller-, true, true",
        "x_caller_, true, true",
        "X-Forwarded-, true, false",
        "X-Real-IP, false, false",
        "X-Fine-, false, false",
    })
    void the_beginning_of_a_name_counts_however_long_the_name_is(String beginning, boolean claim, boolean caller) {
        for (int length : new int[] {63, 64, 65, 8_000}) {
            HttpString name = new HttpString(beginning + "a".repeat(length - beginning.length()));

            assertEquals(claim, Provenance.isClaim(name), name.toString());
            assertEquals(caller, Provenance.isCaller(name), name.toString());
        }
    }
}
