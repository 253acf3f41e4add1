enable f128;
