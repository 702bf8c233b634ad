#include "COneDNN.h"

#include <math.h>

// One pass over memory each: the loops are bound by it. The compiler makes a copy for each width of vector and picks at load time.
#if defined(__x86_64__)
#define EVERY_WIDTH __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define EVERY_WIDTH
#endif

EVERY_WIDTH void shim_adam_update(float *restrict weights, const float *restrict gradients, float *restrict first,
                                  float *restrict second, size_t count, shim_adam adam) {
    const float coupled = adam.decoupled ? 0.f : adam.weight_decay;
    const float shrink = adam.decoupled ? 1.f - adam.rate * adam.weight_decay : 1.f;
    const float rate = adam.rate / adam.correction1;
    const float root = 1.f / sqrtf(adam.correction2);
    for (size_t i = 0; i < count; i++) {
        const float gradient = gradients[i] + coupled * weights[i];
        first[i] = adam.beta1 * first[i] + (1.f - adam.beta1) * gradient;
        second[i] = adam.beta2 * second[i] + (1.f - adam.beta2) * gradient * gradient;
        weights[i] = shrink * weights[i] - rate * first[i] / (sqrtf(second[i]) * root + adam.epsilon);
    }
}

EVERY_WIDTH void shim_sgd_update(float *restrict weights, const float *restrict gradients, float *restrict velocity, size_t count,
                                 shim_sgd sgd) {
    const float own = sgd.nesterov ? 1.f : 0.f;
    const float carried = sgd.nesterov ? sgd.momentum : 1.f;
    for (size_t i = 0; i < count; i++) {
        const float gradient = gradients[i] + sgd.weight_decay * weights[i];
        velocity[i] = sgd.momentum * velocity[i] + gradient;
        weights[i] -= sgd.rate * (own * gradient + carried * velocity[i]);
    }
}

EVERY_WIDTH void shim_rmsprop_update(float *restrict weights, const float *restrict gradients, float *restrict velocity,
                                     float *restrict square, size_t count, shim_rmsprop rmsprop) {
    for (size_t i = 0; i < count; i++) {
        const float gradient = gradients[i] + rmsprop.weight_decay * weights[i];
        square[i] = rmsprop.alpha * square[i] + (1.f - rmsprop.alpha) * gradient * gradient;
        velocity[i] = rmsprop.momentum * velocity[i] + gradient / (sqrtf(square[i]) + rmsprop.epsilon);
        weights[i] -= rmsprop.rate * velocity[i];
    }
}

EVERY_WIDTH double shim_square_sum(const float *values, size_t count) {
    // Sixteen sums, so that the order of additions does not depend on the width of vectors.
    double sums[16] = {0};
    size_t i = 0;
    for (; i + 16 <= count; i += 16)
        for (size_t lane = 0; lane < 16; lane++) sums[lane] += (double)values[i + lane] * values[i + lane];
    double total = 0;
    for (; i < count; i++) total += (double)values[i] * values[i];
    for (size_t lane = 0; lane < 16; lane++) total += sums[lane];
    return total;
}
