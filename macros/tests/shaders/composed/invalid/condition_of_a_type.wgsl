// constants: T = f32
#if T == f32
const B = 2;
#endif
