# Sourced: finds a Java that suits them and reads its settings, without starting a program where that can be done.
# Takes $tool; leaves $java (the program), $java_build (its exact version), $java_options and $java_memory.

settings="@settings@" oldest=17

refuse() { # message, hint
  printf '%s: error: %s\nhint: %s\n' "$tool" "$1" "$2" >&2
  exit 3
}

# Looks at the Java whose program is $1: its version, major version and build; empty where there is none.
look() {
  java=$1 java_version='' java_major='' java_build=''
  [ -x "$1" ] && [ -f "$1" ] || return 0
  if [ -r "${1%/bin/java}/release" ]; then
    while IFS='="' read -r key _ value _; do
      case $key in
        JAVA_VERSION) java_version=$value ;;
        JAVA_RUNTIME_VERSION) java_build=$value ;;
        *) continue ;;
      esac
      [ -z "$java_version" ] || [ -z "$java_build" ] || break
    done < "${1%/bin/java}/release"
  fi
  if [ -z "$java_version" ]; then # of a JVM that does not describe itself: ask it
    java_version=$("$1" -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p')
  fi
  java_major=${java_version%%[!0-9]*}
}

suits() {
  [ -n "$java_major" ] && [ "$java_major" -ge "$oldest" ]
}

# The Java in the folder $1, which $2 names: that one or none.
take() {
  look "$1/bin/java"
  ! suits || return 0
  if [ -n "$java_version" ]; then
    refuse "$2 is $1, with Java $java_version: $oldest or newer is needed" "$3"
  fi
  refuse "$2 is $1, and there is no Java there" "$3"
}

java_options=-XX:+UseSerialGC java_memory='' java_home='' java_major=''
if [ -r "$settings" ]; then
  while IFS='=' read -r key value || [ -n "$key" ]; do
    key=${key%[[:cntrl:]]} value=${value%[[:cntrl:]]} # the end of a line as Windows writes it
    case $key in
      '' | \#*) ;;
      JAVA_HOME) java_home=$value ;;
      JAVA_MEMORY) java_memory=$value ;;
      JAVA_OPTIONS) java_options=$value ;;
      *) refuse "$settings: unknown setting: $key" "it knows JAVA_HOME, JAVA_MEMORY and JAVA_OPTIONS, each as NAME=VALUE" ;;
    esac
  done < "$settings"
  case ${java_memory%[kKmMgG]} in
    *[!0-9]*) refuse "JAVA_MEMORY in $settings is no amount of memory: $java_memory" "write a number and m or g, such as 1g" ;;
  esac
fi

if [ -n "$java_home" ]; then
  take "$java_home" "JAVA_HOME in $settings" "correct it there, or take the line out: then a suitable Java is looked for"
elif [ -n "${JAVA_HOME:-}" ]; then
  take "$JAVA_HOME" "JAVA_HOME of the environment" "correct or unset it, or set JAVA_HOME in $settings, which comes first"
else
  if found=$(command -v java); then look "$(readlink -f "$found")"; fi
  if ! suits; then
    newest=''
    for home in /usr/lib/jvm/*; do
      look "$home/bin/java"
      ! suits || [ "$java_major" -le "${newest%% *}" ] 2> /dev/null || newest="$java_major $java"
    done
    [ -n "$newest" ] || refuse "no Java $oldest or newer is installed" "install java-17-openjdk-headless, or set JAVA_HOME in $settings"
    look "${newest#* }"
  fi
fi
