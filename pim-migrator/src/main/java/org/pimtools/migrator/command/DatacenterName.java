package org.pimtools.migrator.command;

import org.pimtools.common.datacenter.DatacenterId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What the platform calls a datacenter. */
final class DatacenterName implements ITypeConverter<DatacenterId> {
    @Override
    public DatacenterId convert(String text) {
        return DatacenterId.of(text)
                .orElseThrow(() -> new TypeConversionException("'" + text + "' "
                        + DatacenterId.fault(text).orElseThrow() + "; it is abiquo.datacenter.id of this host"));
    }
}
