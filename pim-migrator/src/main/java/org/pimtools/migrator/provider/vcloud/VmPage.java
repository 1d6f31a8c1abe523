package org.pimtools.migrator.provider.vcloud;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.remote.XmlAnswer;

/**
 * One page of the query for VMs. Source: the vendor's schema reference, {@code QueryResultRecordsType} and
 * {@code QueryResultVMRecordType}.
 *
 * @param number of the page, from 1
 * @param vms without templates and without what is deleted
 * @param listed how many records the page has with those
 * @param total how many records all pages have together
 */
record VmPage(int number, List<InventoryVm> vms, int listed, long total) {
    private static final Pattern ID = Pattern.compile("urn:vcloud:vm:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    /** Reads a page while it arrives. @param metadata the key of the metadata that holds the name; else it is the VM's own */
    static VmPage read(XmlAnswer answer, Optional<String> metadata) throws XMLStreamException {
        if (!answer.child() || !answer.name().equals("QueryResultRecords")) {
            throw new XMLStreamException("no answer to a query");
        }
        int number = number(answer, "page");
        int total = number(answer, "total");
        List<InventoryVm> vms = new ArrayList<>();
        int listed = 0;
        while (answer.child()) {
            if (answer.name().equals("VMRecord") || answer.name().equals("AdminVMRecord")) {
                listed++;
                vm(answer, metadata).ifPresent(vms::add);
            } else {
                answer.skip();
            }
        }
        return new VmPage(number, vms, listed, total);
    }

    static int number(XmlAnswer answer, String attribute) throws XMLStreamException {
        String text = answer.attribute(null, attribute).orElse("");
        if (!NUMBER.matcher(text).matches()) {
            throw new XMLStreamException("an answer to a query without a number as its " + attribute);
        }
        return Integer.parseInt(text);
    }

    /** Empty when it is none that could be in the platform. */
    private static Optional<InventoryVm> vm(XmlAnswer answer, Optional<String> metadata) throws XMLStreamException {
        String id = answer.attribute(null, "id").orElse("");
        String ownName = answer.attribute(null, "name").orElse("");
        boolean none = isTrue(answer, "isVAppTemplate") || isTrue(answer, "isDeleted");
        if (!ID.matcher(id).matches()) {
            throw new XMLStreamException("a VM without a valid ID");
        }
        String value = metadata(answer, metadata.orElse(""));
        return none
                ? Optional.empty()
                : Optional.of(new InventoryVm(new ProviderId(id), metadata.isEmpty() ? ownName : value));
    }

    private static boolean isTrue(XmlAnswer answer, String attribute) {
        return answer.attribute(null, attribute).filter("true"::equals).isPresent();
    }

    /** The value of a key in what the record's element holds, which is left; empty when it is not there. */
    private static String metadata(XmlAnswer answer, String key) throws XMLStreamException {
        String found = "";
        while (answer.child()) {
            if (!answer.name().equals("Metadata")) {
                answer.skip();
                continue;
            }
            while (answer.child()) {
                if (answer.name().equals("MetadataEntry")) {
                    found = entry(answer, key).orElse(found);
                } else {
                    answer.skip();
                }
            }
        }
        return found;
    }

    private static Optional<String> entry(XmlAnswer answer, String wanted) throws XMLStreamException {
        String key = "";
        String value = "";
        while (answer.child()) {
            switch (answer.name()) {
                case "Key" -> key = answer.text();
                case "TypedValue" -> {
                    while (answer.child()) {
                        if (answer.name().equals("Value")) {
                            value = answer.text();
                        } else {
                            answer.skip();
                        }
                    }
                }
                default -> answer.skip();
            }
        }
        return key.equals(wanted) ? Optional.of(value) : Optional.empty();
    }
}
