#pragma once

#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && defined(__linux__)
#define KERNEL_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define KERNEL_CLONES
#endif

static inline float from_bfloat16(uint16_t bits) {
    uint32_t wide = (uint32_t)bits << 16;
    float value;
    memcpy(&value, &wide, sizeof value);
    return value;
}

// Rounds to the nearest, a tie to the even one.
static inline uint16_t to_bfloat16(float value) {
    uint32_t wide;
    memcpy(&wide, &value, sizeof wide);
    if (value != value) return (uint16_t)(wide >> 16 | 0x40);
    return (uint16_t)((wide + 0x7FFF + (wide >> 16 & 1)) >> 16);
}
