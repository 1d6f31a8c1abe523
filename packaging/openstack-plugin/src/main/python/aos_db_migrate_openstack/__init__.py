"""The command ``openstack aos db migrate``."""
