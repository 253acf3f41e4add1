requires magic;
