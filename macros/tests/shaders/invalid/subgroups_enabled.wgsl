// features: subgroups
enable subgroups;
