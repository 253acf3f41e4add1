// constants: TILE = 16
#if TILE <> 16
#endif
