package org.pimtools.common.finding;

import static org.pimtools.common.finding.Severity.ERROR;
import static org.pimtools.common.finding.Severity.INFO;
import static org.pimtools.common.finding.Severity.WARNING;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every kind of finding, with its lasting code: below 100 the planner finds it in the database, from 100 on the migrator
 * finds it at a provider, from 120 on in Redis. Described for operators in {@code docs/finding-codes.md}.
 */
public enum FindingCode implements FindingKind {
    UNKNOWN_PROVIDER_TYPE(
            1,
            ERROR,
            "the provider type is not known",
            "the VMs of this machine cannot be looked up",
            "correct hypervisor.type in the database, then plan again"),
    NO_CONNECTOR(
            2,
            ERROR,
            "this version has no connector for the provider type",
            "the VMs of this machine cannot be looked up",
            "decide its VMs in the decisions file, by code and endpoint or one by one"),
    NO_ADDRESS(
            3,
            ERROR,
            "the endpoint has no address",
            "the VMs of this machine cannot be looked up",
            "give the address in the endpoints file, then plan again with --endpoints"),
    INVALID_ADDRESS(
            4,
            ERROR,
            "the endpoint's address is not a host name or an IP address with a port",
            "an address that is not plain never reaches a connection",
            "correct the row, or give the address in the endpoints file, then plan again with --endpoints"),
    NO_CREDENTIALS(
            5,
            ERROR,
            "the endpoint's login is not complete",
            "the migrator cannot log in",
            "give what is missing in the endpoints file, then plan again with --endpoints"),
    DIFFERENT_CREDENTIALS(
            6,
            WARNING,
            "machines of one endpoint hold different secrets for one account",
            "only the first is used, and a refused login is never tried again",
            "give the right one in the endpoints file, then plan again with --endpoints"),
    NOT_PINNED(
            7,
            INFO,
            "the endpoint's certificate is not pinned",
            "the migrator verifies it against the Java trust store, which a self-signed certificate fails",
            "put the fingerprint into the endpoints file, then plan again with --endpoints"),
    ENCRYPTED_PASSWORD(
            8,
            ERROR,
            "the endpoint's password in the database is encrypted",
            "the platform alone can decrypt it; it is not tried, because refused logins lock the account",
            "give the password in the endpoints file, then plan again with --endpoints"),
    NO_HYPERVISOR(
            10,
            ERROR,
            "the VM is deployed but has no hypervisor",
            "nobody can say where to look for it",
            "correct virtualmachine.idHypervisor or the state, then plan again"),
    LOST_HYPERVISOR(
            11,
            ERROR,
            "the VM's hypervisor belongs to no datacenter",
            "no host will migrate it",
            "correct the hypervisor's physical machine, then plan again"),
    UNKNOWN_STATE(
            12,
            WARNING,
            "the VM's state is not known",
            "it is taken as deployed, and may not be found",
            "look at the VM in the platform's database"),
    LOCKED(
            13,
            WARNING,
            "the VM is locked by an operation under way",
            "it may or may not exist in the hypervisor",
            "let the operation end before the platform is stopped, or decide the VM by hand"),
    BLANK_NAME(
            14,
            ERROR,
            "the VM has no name",
            "it cannot be looked up",
            "give it the name that it has in the hypervisor, then plan again"),
    UNUSUAL_NAME(
            15,
            WARNING,
            "the VM's name holds control or invisible characters",
            "it is easily mistaken for another, on every screen",
            "compare it with the hypervisor's name by its bytes"),
    DUPLICATE_NAME(
            16,
            WARNING,
            "several VMs of one endpoint have the same name",
            "the provider cannot tell them apart by name",
            "expect them as ambiguous, and decide them by hand"),
    DUPLICATE_UUID(
            17,
            ERROR,
            "several VMs have the same UUID",
            "the SQL update could hit the wrong row",
            "correct the UUIDs, then plan again"),
    DUPLICATE_PROVIDER_ID(
            18,
            ERROR,
            "several VMs hold the same provider ID",
            "two VMs would be one to the platform",
            "find out which VM is meant, clear the other's provider ID, then plan again"),
    ALREADY_MIGRATED(
            19,
            INFO,
            "the VM has a provider ID already",
            "it is confirmed by the inventory and is part of the new SQL file too",
            "nothing to do"),
    NO_UUID(
            20,
            ERROR,
            "the VM has no UUID",
            "the SQL update could not be sure of its row",
            "give it the UUID that it has in the platform, then plan again"),
    TOO_LONG(
            21,
            ERROR,
            "a name or another text is too long",
            "neither a plan nor an SQL file can hold it; nothing is planned for it",
            "shorten it to what the platform allows, then plan again"),
    TEMPORAL_COPIES(
            22,
            WARNING,
            "the database holds copies of VMs that the platform makes while it reconfigures them",
            "they are no VMs, and are left out; one that stays is left over from an operation that broke off",
            "let the operations end before the platform is stopped; ask the platform's support about copies that stay"),
    NO_DATACENTER_UUID(
            30,
            ERROR,
            "the datacenter has no identity of its own",
            "no Remote Services host can find its section",
            "give it the value of abiquo.datacenter.id of its host, then plan again"),
    NO_MONITOR(
            31,
            WARNING,
            "the datacenter has no virtual system monitor",
            "there may be no Redis with its subscriptions",
            "check remote_service for this datacenter"),
    SHORT_COLUMN(
            32,
            ERROR,
            "the provider ID does not fit the column",
            "a longer provider ID of this provider would be cut off or refused",
            "make the column longer, then plan again"),
    TRIGGERS_UNKNOWN(
            33,
            INFO,
            "triggers cannot be seen with this database account",
            "whether the accounting trigger exists is unknown; the SQL file switches it off in any case",
            "grant TRIGGER to the account if you want to know"),
    UNKNOWN_BACKUP_SYSTEM(
            34,
            WARNING,
            "the backup job's system is not known",
            "the job's name will not be changed",
            "rename the job by hand after the migration"),
    BACKUP_SERVER_NOT_USABLE(
            35,
            WARNING,
            "a backup server's address or login is not known",
            "its jobs keep their old names until a person renames them; nothing else waits for it",
            "give address, user and password in the endpoints file, then plan again with --endpoints"),
    UNREADABLE_VALUE(
            36,
            ERROR,
            "a value in the database is not of its type",
            "what needs it is not planned",
            "correct the row, or name the right column in a schema profile, then plan again"),

    NO_ENTITY_ENDPOINT(
            40,
            ERROR,
            "a firewall or load balancer has no endpoint",
            "nobody can be asked for its provider ID",
            "check its virtual datacenter's type and datacenter; or exclude it, and set its provider ID by hand"),
    UNREACHABLE(
            100,
            ERROR,
            "the endpoint cannot be reached",
            "its VMs cannot be looked up",
            "check address, port and firewall, then run again"),
    LOGIN_REFUSED(
            101,
            ERROR,
            "the endpoint refused the login",
            "its VMs cannot be looked up; the account is not tried again in this run",
            "correct user and password in the endpoints file, then plan again with --endpoints, under a new name"),
    CERTIFICATE_UNVERIFIED(
            102,
            ERROR,
            "the endpoints' certificates cannot be verified",
            "somebody in between could take the password, so it was not sent",
            "compare each fingerprint with the endpoint's own, put the lines into the endpoints file, then plan again"),
    CERTIFICATE_CHANGED(
            103,
            ERROR,
            "the endpoints' certificates are not the pinned ones",
            "somebody in between could take the password, so it was not sent",
            "find out why they changed before you pin the new fingerprints"),
    ENDPOINT_FAILED(
            104,
            ERROR,
            "the endpoint did not give its inventory",
            "its VMs cannot be looked up",
            "look at the endpoint's own log, then run again"),
    NO_SESSION(
            105,
            ERROR,
            "the endpoint opened no session",
            "its VMs cannot be looked up; user and password were not refused",
            "end idle sessions on the endpoint, or wait until there are fewer, then run again"),
    NOT_FOUND(
            110,
            ERROR,
            "the VM is not in the endpoint's inventory",
            "it has no provider ID to migrate to",
            "decide it in the decisions file; or correct the name or delete the VM in the platform, then plan again"),
    AMBIGUOUS(
            111,
            ERROR,
            "several VMs of the inventory have this name",
            "guessing could give one VM the identity of another",
            "find out which is meant and decide it in the decisions file, or rename the others in the provider, then run again"),
    CONFLICT(
            112,
            ERROR,
            "several VMs of the plan are the same VM of the inventory",
            "one provider ID can belong to one VM only",
            "find out which is meant; in the decisions file exclude the others, or give them their own provider ID"),
    BLOCKED(
            113,
            ERROR,
            "the VM's endpoint could not be read",
            "nothing is known about the VM",
            "resolve the endpoint's own finding, then run again; or decide its VMs in the decisions file"),
    DOES_NOT_FIT(
            114,
            ERROR,
            "the provider ID is longer than its column",
            "the database would cut it off or refuse it",
            "make the column longer, then plan again"),
    DIFFERENT_PROVIDER_ID(
            115,
            ERROR,
            "the database or Redis holds a provider ID that the inventory does not confirm",
            "the VM was replaced, or was migrated to the wrong one",
            "find out which is right; decide it in the decisions file, or clear the provider ID in the database if it is wrong and plan again"),

    DECISION_REFUSED(
            116,
            ERROR,
            "the provider ID that was decided cannot be the VM's",
            "a wrong one would give one VM the identity of another",
            "correct it in the decisions file, or exclude the VM there, then run again"),
    SETTLED(
            117,
            INFO,
            "several VMs of the inventory have this name, and the evidence leaves one",
            "what was seen of it decided which VM it is",
            "nothing to do; name another VM in the decisions file if it is wrong"),
    REDIS_UNREACHABLE(
            120,
            WARNING,
            "Redis cannot be reached",
            "nothing is known about the subscriptions",
            "start Redis, or correct its address, before the migration"),
    REDIS_REFUSED(
            121,
            WARNING,
            "Redis is not in a state to be migrated",
            "a migration would refuse to start",
            "resolve the reported condition before migrating"),
    NOT_SUBSCRIBED(
            122,
            WARNING,
            "the VM is deployed but not subscribed",
            "there is nothing to re-key; only the database changes",
            "after the start, check that the platform monitors the VM"),
    SUBSCRIBED_ELSEWHERE(
            123,
            WARNING,
            "the VM is subscribed on another machine only",
            "the database and the monitor disagree where the VM runs; its subscription is left alone",
            "after the start, refresh the VM in the platform"),
    NAME_TAKEN(
            124,
            ERROR,
            "the new name in Redis belongs to another subscription",
            "the monitor fails when a name matches twice",
            "delete the subscription that is wrong, then run again"),
    WRONG_TYPE(
            125,
            ERROR,
            "a key in Redis has an unexpected type",
            "a change would stop half-way",
            "look at the key, and fix or delete it, then run again"),
    UNKNOWN_KEY(
            126,
            WARNING,
            "keys in Redis that are not known hold old names",
            "they are left alone, and may be looked up in vain",
            "ask the platform's support whether these keys matter"),
    SUBSCRIBED_TWICE(
            127,
            ERROR,
            "nobody can tell which subscription is the VM's",
            "re-keying the wrong one would give one VM the identity of another",
            "delete the subscription that is wrong, or decide the VM by hand, then run again"),
    NOT_REKEYED(
            128,
            ERROR,
            "the subscription does not carry the provider ID",
            "the platform would not find it; the SQL files leave the VM out",
            "fix the reported problem, then re-run the migration with the same plan; it resumes with the remaining VMs"),
    CHANGED_AFTERWARDS(
            129,
            WARNING,
            "the subscription is not as the migration left it",
            "it was changed by hand, or by a platform that ran meanwhile",
            "put back what is reported while the platform is stopped; once it runs, it fills its caches itself"),
    BACKUP_JOB_BY_HAND(
            130,
            WARNING,
            "a backup job carries the old name",
            "the platform finds the job by the provider ID in its name",
            "rename the job in the backup system"),
    LEFT_OUT_AGAIN(
            131,
            WARNING,
            "the VM was migrated before, and this run leaves it out",
            "Redis has its provider ID, and the new SQL file does not write it into the database",
            "give its provider ID in the decisions file, or roll the VM back"),
    NOT_PLANNED_AGAIN(
            132,
            INFO,
            "the VM was migrated before, and is not in this plan",
            "it was deleted or undeployed, or moved to another datacenter; nothing more is written for it",
            "nothing to do; the rollback file covers it still"),
    BACKUP_SERVER_UNREACHABLE(
            133,
            WARNING,
            "a backup server cannot be asked",
            "its jobs keep their old names, under which the upgraded platform does not find them; nothing else waits for it",
            "fix the reported problem, then re-run the same command: it resumes with the jobs that are left"),
    BACKUP_JOB_MISSING(
            134,
            WARNING,
            "the backup server has no job of that name",
            "the platform will not find the VM's job",
            "look for the job in the backup system; rename it by hand if it has another name"),
    BACKUP_JOB_AMBIGUOUS(
            135,
            WARNING,
            "several backup jobs have the old or the new name",
            "the tool cannot tell which one is the VM's, so none was renamed",
            "give the VM's job a name of its own in the backup system, then re-run the same command"),
    BACKUP_JOB_NOT_RENAMED(
            136,
            WARNING,
            "a backup job was not renamed",
            "the platform finds the job by the provider ID in its name",
            "fix the reported problem, then re-run the same command: it resumes with the jobs that are left"),
    FEW_SUBSCRIBED(
            137,
            ERROR,
            "the VM is not subscribed, and neither is most of the datacenter",
            "this is probably not the datacenter's Redis, or not its data",
            "check address, port and database number of Redis, and whether an old dump was restored; accept it if Redis is right"),
    NOT_EXPLAINED(
            138,
            ERROR,
            "the subscription has its provider ID already, and no state here knows of a migration",
            "the names and journals that a rollback needs are lost, or are on another host",
            "put the state directory back from its copy, or work on the host that migrated; only a dump of Redis leads back else. "
                    + "Accept it for a VM that was deployed after the upgrade"),
    CHANGED_SINCE(
            140,
            ERROR,
            "the subscription is not as the migration left it, so it is not rolled back",
            "putting back the old name could take away what somebody else wrote since",
            "put back what is reported while the platform is stopped, then roll back again; or restore the dump of Redis"),
    DEPLOYED_SINCE(
            141,
            ERROR,
            "the VM was deployed anew since the migration, so it is not rolled back",
            "what is subscribed now never had the old name",
            "undeploy it before going back, or restore the dump of Redis: the older platform does not know it"),
    NOT_RECORDED(
            142,
            ERROR,
            "the subscription has its provider ID, and no journal says that it had another name",
            "nobody knows what to put back",
            "put the journal back from a copy and roll back again; or restore the dump of Redis"),
    NOT_ROLLED_BACK(
            143,
            ERROR,
            "the subscription does not carry its old name again",
            "the older platform would not find it; the rollback file leaves the VM out",
            "fix the reported problem, then re-run pim-migrator rollback; it resumes with what is left"),
    BACKUP_JOB_BACK(
            144,
            WARNING,
            "a backup job may carry the provider ID",
            "the older platform finds the job by the old name in its name",
            "if the job was renamed, give it back its name in the backup system"),
    SUBSCRIBED_SINCE(
            145,
            WARNING,
            "a subscription is younger than all that were migrated, and of no plan",
            "its VM was deployed since; the older platform does not know it, and it is left alone",
            "look at the VM in the provider: undeploy it before going back, or take it over by hand afterwards"),
    BACKUP_JOB_CHANGED(
            146,
            WARNING,
            "somebody changed a backup job since it was renamed",
            "the tool takes back only what it did itself",
            "compare the names in the backup system, and give the job its old name by hand if it is the VM's"),
    BACKUP_JOB_NOT_RENAMED_BACK(
            147,
            WARNING,
            "a backup job still has its new name",
            "the older platform finds the job by the old name in its name",
            "fix the reported problem, then re-run the rollback: it resumes with the jobs that are left"),
    ENTITIES_NOT_READ(
            148,
            ERROR,
            "firewalls or load balancers of an endpoint cannot be read",
            "whether the provider has them, and under which ID, is not known",
            "give the endpoint what is missing; or exclude them, and set their provider IDs by hand"),
    NONE_AT_PROVIDER(
            149,
            WARNING,
            "this kind of provider has no such thing",
            "a firewall or load balancer has no provider ID there, so that its row is left as it is",
            "nothing, if the platform applies it elsewhere; else look at its virtual datacenter"),
    EDGE_RULE_BY_ADDRESS(
            150,
            WARNING,
            "a rule of an edge names a VM by its address",
            "newer platforms write rules that name the VM itself; this one is older, and the tools change nothing there",
            "after the migration, let the platform write the firewall policy of the VM again, or leave the rule as it is"),
    EDGE_RULES_NOT_READ(
            151,
            WARNING,
            "rules of an endpoint's edges cannot be looked at",
            "whether some of them name VMs by their addresses is not known; nothing else depends on it",
            "give the account the right to view gateways, or look at the rules by hand");

    private static final Map<String, FindingCode> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(FindingCode::code, Function.identity()));

    private final String code;
    private final Severity severity;
    private final String title;
    private final String why;
    private final String resolve;

    FindingCode(int number, Severity severity, String title, String why, String resolve) {
        this.code = "PIM-" + Integer.toString(10_000 + number).substring(1);
        this.severity = severity;
        this.title = title;
        this.why = why;
        this.resolve = resolve;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public Severity severity() {
        return severity;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String why() {
        return why;
    }

    @Override
    public String resolve() {
        return resolve;
    }

    @Override
    public boolean hasLines() {
        return this == CERTIFICATE_UNVERIFIED || this == CERTIFICATE_CHANGED;
    }

    public static Optional<FindingCode> of(String code) {
        return Optional.ofNullable(code).map(BY_CODE::get);
    }
}
