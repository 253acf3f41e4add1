const SIZE = 48;
const_assert SIZE == 64;
