package org.pimtools.common.datacenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatacenterFilesTest {
    private static DatacenterId id(String text) {
        return DatacenterId.of(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "6BA7B810-9DAD-11D1-80B4-00C04FD430C8 | 6ba7b810-9dad-11d1-80b4-00c04fd430c8",
                "Abiquo-DC1                           | dc-Abiquo-DC1",
                "rs1.example.com                      | dc-rs1.example.com",
                "Zürich ☃                             | dc-Z%C3%BCrich%20%E2%98%83",
                "../x                                 | dc-..%2Fx",
                "'/etc/passwd'                        | dc-%2Fetc%2Fpasswd",
                "'a%2Fb'                              | dc-a%252Fb",
                "'$(reboot)`;\"'                      | dc-%24%28reboot%29%60%3B%22",
                "-rf                                  | dc--rf",
                "..                                   | dc-.."
            })
    void aDirectoryLeadsNowhereElse(String text, String name) {
        assertEquals(name, DatacenterFiles.directory(id(text)));
        assertEquals(Optional.of(id(text)), DatacenterFiles.ofDirectory(name));
    }

    @Test
    void theLongestOnesFitIntoAName() {
        DatacenterId snow = id("☃".repeat(40));
        DatacenterId faces = id("😀".repeat(40));
        for (DatacenterId one : List.of(snow, faces)) {
            String directory = DatacenterFiles.directory(one);
            assertTrue(directory.matches("dc~[0-9A-Za-z_-]{100,214}"), directory);
            assertEquals(Optional.of(one), DatacenterFiles.ofDirectory(directory));
            assertTrue(DatacenterFiles.filePart(one).matches("dc~[0-9A-Za-z_-]{37}~[0-9a-f]{16}"));
        }
        assertEquals("dc-..%2Fx", DatacenterFiles.filePart(id("../x")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "planner",
                "lost+found",
                "dc-",
                "dc-%",
                "dc-%2",
                "dc-%zz",
                "dc-a%2fb",
                "dc-a b",
                "dc~!",
                "dc~YQ",
                "..",
                "6BA7B810-9DAD-11D1-80B4-00C04FD430C8",
                "dc-6ba7b810-9dad-11d1-80b4-00c04fd430c8"
            })
    void whatIsNoNameOfOursIsNone(String name) {
        assertEquals(Optional.empty(), DatacenterFiles.ofDirectory(name));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Abiquo-DC1 | Abiquo-DC1",
                "Zürich ☃   | '\"Z\\u00FCrich \\u2603\"'",
                "'a\" # b'  | '\"a\\\" # b\"'"
            })
    void aLineOfWordsNamesItSoThatItIsReadBack(String text, String word) {
        assertEquals(word, DatacenterWord.word(id(text)));
        assertEquals(Optional.of(id(text)), DatacenterWord.datacenter(word));
    }

    @Test
    void aBlankOrTooLongTextIsNoIdentity() {
        assertEquals(Optional.of("is blank"), DatacenterId.fault(" \t"));
        assertEquals(Optional.of("has 41 characters; 40 are the most"), DatacenterId.fault("😀".repeat(41)));
        assertEquals(
                Optional.of("is the UUID that stands for none"), DatacenterId.fault(DatacenterId.NOWHERE.toString()));
        assertEquals(Optional.empty(), DatacenterId.fault("Abiquo-DC1"));
    }
}
