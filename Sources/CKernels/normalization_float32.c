// Batch normalization of float32 values, computed in double: see `kernel_normalization`.
#define TYPE kernel_type_float32
#define NUMBER double
#define NAME(pass) pass##_float32
#include "normalization_passes.h"
