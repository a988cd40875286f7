package faas.gateway.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectTest {
    private static final Subject SHOP = subject("CN=shop,OU=Sales+L=Berlin,O=Acme\\, Inc.");

    private static Subject subject(String text) {
        return Subject.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CN=shop | true",
                "cn=SHOP,o=acme\\, inc. | true",
                "O=Acme\\, Inc.,CN=shop | true",
                "L=Berlin+OU=Sales | true",
                "OU=Sales | false",
                "CN=sho | false",
                "CN=shop,O=Acme | false",
                "CN=shop,CN=root | false",
                "O=shop | false",
            })
    void a_part_is_included_if_all_its_names_are(String part, boolean isIncluded) {
        assertEquals(isIncluded, SHOP.includes(subject(part)));
    }

    @Test
    void a_value_that_imitates_further_names_has_none_of_them() {
        Subject forged = Subject.of(new X500Principal("O=\"x,CN=shop\"")).orElseThrow();

        assertFalse(forged.includes(subject("CN=shop")));
        assertEquals("O=x\\,CN\\=shop", forged.toString());
        assertEquals(Optional.empty(), forged.commonName());
    }

    @Test
    void a_certificate_s_subject_is_written_from_its_last_name_to_its_first() {
        Subject subject = Subject.of(new X500Principal("CN=shop, EMAILADDRESS=a@b.example, O=Acme"))
                .orElseThrow();

        assertEquals("CN=shop,EMAILADDRESS=a@b.example,O=Acme", subject.toString());
        assertEquals(Optional.of("shop"), subject.commonName());
        assertTrue(subject.includes(subject("emailAddress=a@b.example")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "shop", "CN", "CN=a,,O=b", "=a"})
    void what_names_nobody_is_no_subject(String text) {
        assertEquals(Optional.empty(), Subject.parse(text));
        assertEquals(Optional.empty(), Subject.of(new X500Principal("")));
    }
}
