package org.pimtools.migrator.step.veeam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobNameTemplateTest {
    private static final JobNameTemplate USUAL = new JobNameTemplate(JobNameTemplate.USUAL);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "web                 | i-1",
                "web_backup          | i-1_backup",
                "backup of web       | backup of i-1",
                "web and web         | i-1 and i-1",
                "web of webserver    | i-1 of webserver",
                "web2                | web2 i-1",
                "éweb                | éweb i-1",
                "nightly             | nightly i-1",
                "ABQ_web             | i-1",
                "x ABQ_web y         | x i-1 y",
                "i-1_backup          | i-1_backup",
            })
    void theProviderIdTakesThePlaceOfTheVmsName(String job, String wanted) {
        assertEquals(wanted, USUAL.apply(job, List.of("ABQ_web", "web"), "i-1"));
    }

    @Test
    void nothingInANameIsAPattern() {
        assertEquals("a$1\\b of $2", USUAL.apply("a$1\\b of .*(", List.of(".*("), "$2"));
        assertEquals("{vm} $0 {job}", new JobNameTemplate("{job}").apply("{vm} x {job}", List.of("x"), "$0"));
    }

    @Test
    void aTemplateArrangesTheParts() {
        JobNameTemplate template = new JobNameTemplate("[{vm}] {job} <{provider-id}> {other}");
        assertEquals("[web] i-1_backup <i-1> {other}", template.apply("web_backup", List.of("web"), "i-1"));
    }

    @Test
    void aTemplateWithoutTheProviderIdIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new JobNameTemplate("backup of {vm}"));
    }
}
