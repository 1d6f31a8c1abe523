#!/bin/bash
# Installs the RPMs with the real rpm into a root of its own that has a shell, a Java and openstack, and does there what an operator does:
# uses, breaks, upgrades and removes them. For Debian, as root; after: mvn -B package -Prpm. Needs rpm, rpmlint, debootstrap, python3.
#   packaging/rpm/check.sh ROOT     where the root is, or is made by root.sh when nothing is there
# In a root without openstack, what is about openstack is left out; with PIM_REQUIRE_TOOLS=1 it is missed.
set -euo pipefail
[ $# = 1 ] || { sed -n '2,5s/^# *//p' "$0"; exit 2; }
root=$(realpath -m "$1")
here=$(cd "$(dirname "$0")" && pwd)
checkout=$(cd "$here/../.." && pwd)
tools=(pim-planner pim-migrator aos-db-migrate)
packages=(pim-tools aos-db-migrate)
plugin=aos-db-migrate-openstack
collection=pim-tools-ansible
work=$(mktemp -d)
mounts=()
rehearsal=''
passed=0

leave() {
  local at
  [ -z "$rehearsal" ] || { kill "$rehearsal" && wait "$rehearsal"; } 2> /dev/null || true
  for ((at = ${#mounts[@]} - 1; at >= 0; at--)); do umount "${mounts[at]}" || true; done
  rm -rf "$work"
}
trap leave EXIT

mounted() { # mount's arguments; the last one is where
  mount "$@"
  mounts+=("${!#}")
}

# rpm on Debian says that it should not be used here, and counts what Debian's own database holds as missing
database() { rpm --root "$root" --nodeps "$@" 2> >(grep -v -e 'should not be used directly' -e 'assuming you know what' >&2); }

inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "$@"; }
someone() { chroot --userspec=someone:someone "$root" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/home/someone LC_ALL=C.UTF-8 "$@"; }

ok() { passed=$((passed + 1)); echo "  ok: $1"; }
fail() { echo "  FAILED: $1" >&2; exit 1; }
is() { # what, expected, got
  [ "$2" = "$3" ] || fail "$1"$'\n'"expected: $2"$'\n'"     got: $3"
  ok "$1"
}
# what, exit code, a part of standard error, and the command: it ends so, says so with a hint, and shows no stack trace
ends() {
  local what=$1 code=$2 part=$3 got=0
  shift 3
  "$@" > "$work/out" 2> "$work/err" < /dev/null || got=$?
  [ $got = "$code" ] || fail "$what: exit code $got, not $code: $(cat "$work/out" "$work/err")"
  [ -z "$part" ] || grep -qF -- "$part" "$work/err" || fail "$what: not said: $part; but: $(cat "$work/err")"
  [ "$code" = 0 ] || grep -q '^hint: ' "$work/err" || fail "$what: no hint: $(cat "$work/err")"
  ! grep -qP '^\tat |^Exception in' "$work/err" || fail "$what: a stack trace: $(cat "$work/err")"
  ok "$what"
}

# what, exit code, and options: from the same state of the databases, openstack shows what the command shows, and ends as it does
alike() {
  local what=$1 code=$2 way direct got
  shift 2
  for way in aos-db-migrate "openstack aos db migrate"; do
    inside aos-db-migrate --names dashboard --migration 10 > "$work/out" 2>&1 || fail "dashboard does not go back: $(cat "$work/out")"
    got=0
    # shellcheck disable=SC2086 # a command of several words
    inside $way "$@" > "$work/out" 2> "$work/err" < /dev/null || got=$?
    # what openstack itself says of a command with -v
    sed -i -e '/^START with options: /d' -e '/^command: aos db migrate /d' "$work/err"
    direct=${direct-$got$'\n'$(cat "$work/out" "$work/err")}
  done
  is "$what: the exit code" "$code" "$got"
  is "$what: shown as by the command" "$direct" "$got"$'\n'"$(cat "$work/out" "$work/err")"
}

# openstack aos db migrate, on the databases of the night
check_openstack() {
  local module modules=$root/etc/aos/db-migrate/modules.d option
  echo "==> openstack aos db migrate, on the databases of that night"
  for module in dashboard cloud_manager scheduler; do
    sed "s|: \.\./|: $night/|" "$night/modules.d/$module.yaml" > "$modules/$module.yaml"
    chmod 600 "$modules/$module.yaml"
  done
  sed -i 's|\(url: .*:\)[0-9]*/|\11/|' "$modules/scheduler.yaml" # there is no server
  alike "an update" 0 --names dashboard cloud_manager -v
  alike "a database that cannot be connected to" 1 --names scheduler
  alike "an option that is none" 2 --nope
  inside openstack help aos db migrate > "$work/out" 2> "$work/err" || fail "help: $(cat "$work/err")"
  for option in $(inside aos-db-migrate --help | grep -o -- '--[a-z][a-z-]*' | grep -vx -e --help -e --version | sort -u); do
    grep -qF -- "$option" "$work/out" || fail "openstack's help does not show $option: $(cat "$work/out")"
  done
  is "the help that openstack shows has every option" "usage: openstack aos db migrate" "$(sed -n '1s/ \[.*//p' "$work/out")"
  inside aos-db-migrate --versions --names dashboard cloud_manager > "$work/out" 2>&1 || fail "no versions: $(cat "$work/out")"
  is "the versions that openstack lists" "$(cat "$work/out")" "$(inside openstack aos db list -n dashboard cloud_manager 2>&1)"
  rm "$modules"/*.yaml
}

echo "==> the packages"
rpms=()
for package in "${packages[@]}" $plugin $collection; do
  file=$(echo "$here/$package/target/$package"-*.noarch.rpm)
  [ -f "$file" ] || fail "$file is missing: build it with mvn -B package -Prpm"
  rpms+=("$file")
  rpmlint -c "$here/rpmlint.toml" "$file" > "$work/lint" || true
  grep -q ' 0 errors' "$work/lint" || fail "rpmlint: $(cat "$work/lint")"
  ok "rpmlint finds no error in $(basename "$file")"
  [ $package = $plugin ] || [ $package = $collection ] || rpm -qp --requires "$file" 2> /dev/null | grep -qx 'java-headless >= 1:17' || fail "$package does not require a Java"
done

if [ ! -e "$root/usr/bin/env" ]; then
  echo "==> a root with a shell, a Java and openstack"
  "$here/root.sh" "$root" > "$work/debootstrap" 2>&1 || fail "debootstrap: $(tail -5 "$work/debootstrap")"
fi
mkdir -p "$root/var/lib/rpm"
inside id someone > /dev/null 2>&1 || inside useradd --create-home someone
mounted -t proc proc "$root/proc"
mounted --bind /dev "$root/dev"
mounted -t tmpfs -o noexec,mode=1777 tmpfs "$root/tmp"

echo "==> installed"
database -i "${rpms[@]}"
for package in "${packages[@]}" $plugin $collection; do is "rpm -V $package is clean" '' "$(database -V "$package")"; done
version=$(rpm -qp --qf '%{VERSION}' "${rpms[0]}" 2> /dev/null)
for tool in "${tools[@]}"; do
  is "$tool --version" "$tool $version" "$(inside "$tool" --version | sed 's/ (Java .*//')"
  is "$tool --help as a user who is not root, in a folder with a space" "Usage: $tool" \
    "$(someone sh -c 'mkdir -p "$HOME/a folder" && cd "$HOME/a folder" && "$1" --help' sh "$tool" | sed -n '1s/ \[.*//p')"
  compgen -G "$root/var/cache/*/$tool-*.jsa" > /dev/null || fail "no class-data archive of $tool"
done
for file in man/man1/pim-planner-plan.1.gz man/man1/pim-migrator.1.gz man/man1/aos-db-migrate.1.gz bash-completion/completions/pim-planner \
  zsh/site-functions/_aos-db-migrate doc/pim-tools/runbook.md doc/pim-tools/sbom.cdx.json licenses/aos-db-migrate/THIRD-PARTY; do
  [ -s "$root/usr/share/$file" ] || fail "no $file"
done
ok "manual, completion, pages, bill of materials and licences are there"
entry='import importlib.metadata as m; print(sorted(e.name for e in m.entry_points(group="openstack.extension")))'
openstack=$(inside sh -c 'command -v openstack' || true)
if [ -z "$openstack" ]; then
  [ -z "${PIM_REQUIRE_TOOLS:-}" ] || fail "no openstack in $root"
  echo "  left out: openstack, which is not in this root"
fi
[ -z "$openstack" ] || is "the plugin of openstack is on Python's path" "['aos_db_list', 'aos_db_migrate']" "$(inside python3 -c "$entry")"
collections=$root/usr/share/ansible/collections
if command -v ansible-galaxy > /dev/null; then
  ANSIBLE_COLLECTIONS_PATH=$collections ansible-galaxy collection verify --offline -p "$collections" pimtools.fleet > "$work/out" 2>&1 ||
    fail "the collection: $(cat "$work/out")"
  is "Ansible finds the collection, whole" pimtools.fleet "$(grep -o 'Successfully verified .*' "$work/out" | grep -o 'pimtools.fleet')"
else
  [ -z "${PIM_REQUIRE_TOOLS:-}" ] || fail "no ansible-galaxy on this machine"
  echo "  left out: the collection, since there is no ansible-galaxy"
fi
is "state and logs are their owner's alone" "700 700 700" \
  "$(stat -c %a "$root/var/lib/pim-tools" "$root/var/log/pim-tools" "$root/var/log/aos" | xargs)"

echo "==> which Java"
jvm=$(inside readlink -f /usr/bin/java)
home=${jvm%/bin/java}
old=/opt/java-11 # a double: a script that calls itself Java 11
rm -rf "$root$old"
mkdir -p "$root$old/bin"
printf '#!/bin/sh\necho '\''openjdk version "11.0.22" 2024-01-16'\'' >&2\n' > "$root$old/bin/java"
chmod 755 "$root$old/bin/java"
settings=/etc/pim-tools/java.conf
shipped=$(cat "$root$settings")
setting() { printf '%s\n' "$shipped" "$@" > "$root$settings"; }
ends "a wrong JAVA_HOME" 3 "JAVA_HOME of the environment is /nowhere, and there is no Java there" inside env JAVA_HOME=/nowhere pim-planner --help
ends "an old Java" 3 "JAVA_HOME of the environment is $old, with Java 11.0.22: 17 or newer is needed" inside env JAVA_HOME=$old pim-planner --help
ends "an old Java of the PATH, and another one beside it" 0 '' inside env PATH="$old/bin:/usr/bin:/bin" pim-planner --help
printf 'JAVA_VERSION="1.8.0_412"\n' > "$root$old/release"
ends "a Java 8 that describes itself" 3 "with Java 1.8.0_412: 17 or newer is needed" inside env JAVA_HOME=$old pim-planner --help
setting "JAVA_OPTIONS=-XX:+UseSerialGC -Xlog:class+load:stderr"
is "what --help needs comes from the class-data archive, all but what the JVM makes itself" '' \
  "$(inside pim-planner --help 2>&1 > /dev/null | tee "$work/classes" | grep -v 'source: shared objects' | grep -E 'picocli|pimtools|source: file:')"
[ "$(grep -c 'source: shared objects' "$work/classes")" -gt 1000 ] || fail "the JVM does not say where its classes come from"
setting JAVA_HOME=/nowhere
ends "a wrong JAVA_HOME in the settings" 3 "JAVA_HOME in $settings is /nowhere" inside pim-planner --help
ln -sfn "$home" "$root/opt/a java"
setting "JAVA_HOME=/opt/a java" $'JAVA_MEMORY=48m\r'
ends "a JAVA_HOME with a space in the settings, before a wrong one of the environment" 0 '' inside env JAVA_HOME=/nowhere pim-planner --help
is "the memory of the settings" "JAVA_MEMORY 50331648" "JAVA_MEMORY $(inside env JDK_JAVA_OPTIONS=-XX:+PrintFlagsFinal pim-planner --version 2> /dev/null |
  awk '$2 == "MaxHeapSize" { print $4 }')"
setting JAVA_MEMORY=lots
ends "a memory that is none" 3 "JAVA_MEMORY in $settings is no amount of memory: lots" inside pim-planner --help
setting JAVA_MEMROY=1g
ends "a setting that is none" 3 "$settings: unknown setting: JAVA_MEMROY" inside pim-planner --help
setting
mv "$root/usr/lib/jvm" "$root/usr/lib/jvm.away"
ends "no Java at all" 3 "no Java 17 or newer is installed" inside pim-planner --help
mv "$root/usr/lib/jvm.away" "$root/usr/lib/jvm"
archive=$(compgen -G "$root/var/cache/pim-tools/pim-planner-*.jsa")
mv "$archive" "$archive.away"
ends "archives are made by root only" 3 "the archives cannot be written to /var/cache/pim-tools" someone /usr/libexec/pim-tools/class-data
is "without an archive it starts all the same, and says nothing of it" "pim-planner $version" "$(inside pim-planner --version 2>&1 | sed 's/ (Java .*//')"
head -c 1000000 /dev/zero > "$archive"
is "with a broken archive, too" "pim-planner $version" "$(inside pim-planner --version 2>&1 | sed 's/ (Java .*//')"
mv "$archive.away" "$archive"

echo "==> logs and state"
mkdir -p "$root/full"
mounted -t tmpfs -o size=16k,mode=1777 tmpfs "$root/full"
head -c 16384 /dev/zero > "$root/full/filling" 2> /dev/null || true
uuid=2f1f2f6c-4d0b-4f55-9d0f-1f5b5a0e7a11
keygen=(pim-migrator keygen --datacenter $uuid)
ends "the usual log is begun, and state where state belongs" 0 '' inside "${keygen[@]}"
grep -qE '^[-0-9]{10}T[0-9:.]{12}\S+ [0-9a-f]{8} INFO +ended with exit code 0$' "$root/var/log/pim-tools/pim-migrator.log" || fail "the run is not in its log"
ends "a user who is not root has state and log of his own" 0 '' someone "${keygen[@]}" --state-dir /home/someone/state
[ -f "$root/home/someone/.local/state/pim-tools/pim-migrator.log" ] || fail "the user has no log"
ends "a state directory that cannot be written" 1 "cannot write the identity /root/state/host.identity: permission denied" someone "${keygen[@]}" --state-dir /root/state
ends "a log that cannot be written" 3 "the log cannot be written: /var/log/pim-tools/mine.log" someone "${keygen[@]}" --state-dir /home/someone/state2 --log-file /var/log/pim-tools/mine.log
ends "a full disk below the state" 1 "No space left on device" inside "${keygen[@]}" --state-dir /full/state
rm -rf "$root/full/state"
ends "a full disk below the log" 0 "the log is incomplete: /full/run.log" inside "${keygen[@]}" --state-dir /root/state3 --log-file /full/run.log

echo "==> signals through the launcher"
python3 "$here/signals.py" "$root" || fail "signals"
ok "SIGTERM, SIGHUP, SIGINT and a terminal's Ctrl-C reach the process"

if [ -z "${PIM_RPM_NO_REHEARSAL:-}" ]; then
  echo "==> the night, with the installed commands"
  night=$checkout/packaging/lab/out/installed
  rm -rf "$night" "$root$night"
  mkdir -p "$checkout/packaging/lab/out" "$root$checkout/packaging/lab/out"
  mounted --bind "$checkout/packaging/lab/out" "$root$checkout/packaging/lab/out"
  "$checkout/packaging/lab/rehearse.sh" --installed "$root" --vms 200 --out "$night" --keep > "$work/night" 2>&1 &
  rehearsal=$!
  until grep -qs '^the servers run until' "$work/night"; do
    kill -0 "$rehearsal" 2> /dev/null || fail "the rehearsal: $(tail -30 "$work/night")"
    sleep 0.2
  done
  ok "$(grep '^the night went' "$work/night")"
  grep -q 'pim-migrator [0-9.]*, Java .* --no-dry-run' "$root/var/log/pim-tools/pim-migrator.log" || fail "the night is not in the log"

  [ -z "$openstack" ] || check_openstack
  kill "$rehearsal"
  wait "$rehearsal" || true
  rehearsal=''
fi

echo "==> upgraded"
setting JAVA_MEMORY=300m
echo 'name: mine' > "$root/etc/aos/db-migrate/modules.d/mine.yaml"
echo journal > "$root/var/lib/pim-tools/journal"
log=$(md5sum < "$root/var/log/pim-tools/pim-migrator.log")
before=$(stat -c %Y "$archive")
newer=$work/newer
mkdir "$newer"
for package in "${packages[@]}"; do echo '# of the newer version' >> "$here/$package/target/content/java.conf"; done
(cd "$checkout" && mvn -B -o -q -ntp -Prpm -pl packaging/rpm/pim-tools,packaging/rpm/aos-db-migrate de.dentrassi.maven:rpm:rpm@rpm \
  -Dpackage.version=99.0 "-Drpm.targetDir=$newer") > "$work/mvn" 2>&1 || fail "the newer packages: $(tail -20 "$work/mvn")"
for package in "${packages[@]}"; do sed -i '$d' "$here/$package/target/content/java.conf"; done
database -U "$newer"/*.rpm 2> "$work/err" || fail "rpm -U: $(cat "$work/err")"
is "the newer versions" "pim-tools-99.0 aos-db-migrate-99.0" "$(rpm --root "$root" -q --qf '%{NAME}-%{VERSION} ' "${packages[@]}" 2> /dev/null | sed 's/ $//')"
is "the changed settings are kept" JAVA_MEMORY=300m "$(tail -1 "$root$settings")"
is "the new ones lie beside them" "# of the newer version" "$(tail -1 "$root$settings.rpmnew")"
is "settings that nobody changed are the new ones" "# of the newer version" "$(tail -1 "$root/etc/aos/db-migrate/java.conf")"
is "state is kept" journal "$(cat "$root/var/lib/pim-tools/journal")"
is "logs are kept" "$log" "$(md5sum < "$root/var/log/pim-tools/pim-migrator.log")"
is "modules are kept" "name: mine" "$(cat "$root/etc/aos/db-migrate/modules.d/mine.yaml")"
is "rpm -V names the changed settings only" "$settings" "$(database -V "${packages[@]}" | awk '{ print $NF }')"
compgen -G "$root/var/cache/pim-tools/pim-planner-*.jsa" > /dev/null || fail "no archive after the upgrade"
[ "$(stat -c %Y "$(compgen -G "$root/var/cache/pim-tools/pim-planner-*.jsa")")" -ge "$before" ] || fail "the archive is the old one"
ends "and the commands run" 0 '' inside pim-planner --help

echo "==> removed"
database -e "${packages[@]}" $plugin $collection 2> /dev/null
[ ! -e "$collections/ansible_collections/pimtools" ] || fail "the collection is still there"
[ -z "$openstack" ] || is "the plugin is off Python's path" '[]' "$(inside python3 -c "$entry")"
is "what is left: what somebody changed or made" "/etc/aos/db-migrate/modules.d/mine.yaml $settings.rpmnew $settings.rpmsave /var/lib/pim-tools/journal" \
  "$(cd "$root" && find etc/aos etc/pim-tools var/lib/pim-tools/journal usr/share/pim-tools usr/share/aos-db-migrate usr/libexec/pim-tools \
    usr/share/licenses/pim-tools usr/share/doc/pim-tools var/cache/pim-tools var/cache/aos-db-migrate -type f 2> /dev/null | sed 's|^|/|' | sort | xargs)"
is "logs are left" "$log" "$(md5sum < "$root/var/log/pim-tools/pim-migrator.log")"
[ ! -e "$root/usr/bin/pim-planner" ] && [ ! -e "$root/usr/share/pim-tools" ] || fail "the commands are still there"
ok "the commands are gone"
rm -f "$root$settings.rpmnew" "$root$settings.rpmsave" "$root/etc/aos/db-migrate/modules.d/mine.yaml"

echo "==> $passed checks of the RPMs passed"
