// Optimizer steps, written as PyTorch writes them.
#include "CKernels.h"
#include "internal.h"

#include <math.h>

typedef struct range {
    size_t begin, end;
    float rate;
} range;

// v = momentum * v + g; w -= rate * v, or with Nesterov's look ahead w -= rate * (g + momentum * v).
KERNEL_CLONES static void sgd(const kernel_update *job, range part) {
    float *restrict weights = job->weights, *restrict velocity = job->first;
    const float *restrict gradients = job->gradients;
    const float scale = job->gradient_scale, decay = job->weight_decay, momentum = job->momentum, rate = part.rate;
    const float ahead = job->nesterov ? 1 : 0;
    for (size_t i = part.begin; i < part.end; i++) {
        float gradient = gradients[i] * scale + decay * weights[i];
        float speed = momentum * velocity[i] + gradient;
        velocity[i] = speed;
        weights[i] -= rate * (ahead ? gradient + momentum * speed : speed);
    }
}

// Adam (Kingma, Ba 2015); AdamW (Loshchilov, Hutter 2019) shrinks the weights instead of adding decay to the gradient.
KERNEL_CLONES static void adam(const kernel_update *job, range part) {
    float *restrict weights = job->weights, *restrict mean = job->first, *restrict square = job->second;
    const float *restrict gradients = job->gradients;
    const int decoupled = job->rule == kernel_rule_adamw;
    const float scale = job->gradient_scale, beta1 = job->beta1, beta2 = job->beta2, epsilon = job->epsilon;
    const float decay = decoupled ? 0 : job->weight_decay;
    const float shrink = decoupled ? 1 - part.rate * job->weight_decay : 1;
    const float rate = part.rate / job->correction1, correction = 1 / job->correction2;
    for (size_t i = part.begin; i < part.end; i++) {
        float gradient = gradients[i] * scale + decay * weights[i];
        float m = beta1 * mean[i] + (1 - beta1) * gradient;
        float v = beta2 * square[i] + (1 - beta2) * gradient * gradient;
        mean[i] = m;
        square[i] = v;
        weights[i] = shrink * weights[i] - rate * m / (sqrtf(v) * correction + epsilon);
    }
}

// RMSprop (Tieleman, Hinton 2012), not centred.
KERNEL_CLONES static void rmsprop(const kernel_update *job, range part) {
    float *restrict weights = job->weights, *restrict velocity = job->first, *restrict square = job->second;
    const float *restrict gradients = job->gradients;
    const float scale = job->gradient_scale, decay = job->weight_decay, momentum = job->momentum, rate = part.rate;
    const float alpha = job->beta2, epsilon = job->epsilon;
    for (size_t i = part.begin; i < part.end; i++) {
        float gradient = gradients[i] * scale + decay * weights[i];
        float v = alpha * square[i] + (1 - alpha) * gradient * gradient;
        square[i] = v;
        float speed = momentum * velocity[i] + gradient / (sqrtf(v) + epsilon);
        velocity[i] = speed;
        weights[i] -= rate * speed;
    }
}

void kernel_update_share(void *argument, int index, int count) {
    const kernel_update *job = argument;
    // Shares end on cache lines, so that no two threads write the same one.
    size_t lines = (job->length + 15) / 16;
    size_t begin = lines * index / count * 16, end = lines * (index + 1) / count * 16;
    if (end > job->length) end = job->length;
    for (size_t segment = 0; segment < job->segment_count; segment++) {
        size_t stop = segment + 1 < job->segment_count ? job->segments[segment + 1].begin : job->length;
        range part = {job->segments[segment].begin, stop, job->rate * job->segments[segment].factor};
        if (part.begin < begin) part.begin = begin;
        if (part.end > end) part.end = end;
        if (part.begin >= part.end) continue;
        switch (job->rule) {
        case kernel_rule_sgd: sgd(job, part); break;
        case kernel_rule_adam:
        case kernel_rule_adamw: adam(job, part); break;
        case kernel_rule_rmsprop: rmsprop(job, part); break;
        }
    }
}
