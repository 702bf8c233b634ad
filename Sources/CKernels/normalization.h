// The parts of batch normalization.
#pragma once

#include "grid.h"

// A pass over all values, of which a share has pieces of its own.
typedef void normalization_pass(const kernel_normalization *job, int index, int count);

// The passes for values of a type.
normalization_pass measure_float32, apply_float32, measure_back_float32, apply_back_float32;
normalization_pass measure_bfloat16, apply_bfloat16, measure_back_bfloat16, apply_back_bfloat16;
