#define WIDTH 4

const A = WIDTH;
