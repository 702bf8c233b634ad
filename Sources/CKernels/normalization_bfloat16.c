// Batch normalization of bfloat16 values, computed in float32, which is exact beside what storing a result rounds off.
#define TYPE kernel_type_bfloat16
#define NUMBER float
#define NAME(pass) pass##_bfloat16
#include "normalization_passes.h"
