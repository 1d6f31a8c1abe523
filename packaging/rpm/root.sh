#!/bin/sh
# Makes a root with a shell, a Java, libvirt's library and openstack, in which check.sh installs the RPMs. For Debian, as root.
#   packaging/rpm/root.sh ROOT
set -eu
[ $# = 1 ] || { sed -n '2,3s/^# *//p' "$0"; exit 2; }
# debootstrap does not follow what python3-cryptography needs of python3-cffi-backend by another name
exec debootstrap --variant=minbase \
  --include=openjdk-17-jre-headless,libvirt0,python3-openstackclient,python3-cffi-backend bookworm "$1"
