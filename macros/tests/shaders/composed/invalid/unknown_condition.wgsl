const A = 1;
#if TILE == 16
const B = 2;
#endif
