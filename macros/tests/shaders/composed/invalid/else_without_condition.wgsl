#else
const A = 1;
#endif
