// Sixteen numbers at a time, in the vectors that the processor has. They are passed by address, since how a vector is passed by value
// depends on the instructions a function is compiled for.
#pragma once

#include "channels.h"
#include "internal.h"

#define ALWAYS_INLINE static inline __attribute__((always_inline))

enum { LANES = 16 };

typedef float floats16 __attribute__((vector_size(64)));
typedef double doubles16 __attribute__((vector_size(128)));
typedef uint32_t words16 __attribute__((vector_size(64)));
typedef uint16_t halves16 __attribute__((vector_size(32)));

// The same anywhere in memory.
typedef float loose_floats16 __attribute__((vector_size(64), aligned(4), may_alias));
typedef double loose_doubles16 __attribute__((vector_size(128), aligned(8), may_alias));
typedef uint16_t loose_halves16 __attribute__((vector_size(32), aligned(2), may_alias));

ALWAYS_INLINE void widen16(floats16 *to, const halves16 *from) {
    *to = (floats16)(__builtin_convertvector(*from, words16) << 16);
}

// Rounds as `to_bfloat16` does.
ALWAYS_INLINE void narrow16(halves16 *to, const floats16 *from) {
    const words16 bits = (words16)*from, up = bits >> 16;
    const words16 rounded = (bits + 0x7FFF + (up & 1)) >> 16, none = (words16)(*from != *from);
    *to = __builtin_convertvector((rounded & ~none) | ((up | 0x40) & none), halves16);
}

ALWAYS_INLINE void load16(floats16 *to, const void *values, size_t index, kernel_type type) {
    if (type == kernel_type_float32) {
        *to = *(const loose_floats16 *)((const float *)values + index);
    } else {
        const halves16 bits = *(const loose_halves16 *)((const uint16_t *)values + index);
        widen16(to, &bits);
    }
}

ALWAYS_INLINE void store16(void *values, size_t index, const floats16 *from, kernel_type type) {
    if (type == kernel_type_float32) {
        *(loose_floats16 *)((float *)values + index) = *from;
    } else {
        halves16 bits;
        narrow16(&bits, from);
        *(loose_halves16 *)((uint16_t *)values + index) = bits;
    }
}

// The first `live` lanes; the others are as they were.
ALWAYS_INLINE void load_some16(floats16 *to, const void *values, size_t index, size_t live, kernel_type type) {
    for (size_t lane = 0; lane < live; lane++)
        (*to)[lane] = type == kernel_type_float32 ? ((const float *)values)[index + lane]
                                                  : from_bfloat16(((const uint16_t *)values)[index + lane]);
}

ALWAYS_INLINE void store_some16(void *values, size_t index, size_t live, const floats16 *from, kernel_type type) {
    for (size_t lane = 0; lane < live; lane++) {
        if (type == kernel_type_float32) {
            ((float *)values)[index + lane] = (*from)[lane];
        } else {
            ((uint16_t *)values)[index + lane] = to_bfloat16((*from)[lane]);
        }
    }
}
