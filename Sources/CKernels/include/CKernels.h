// Loops over long rows of numbers, compiled for several generations of processors and chosen when the program starts.
// Each is written as one share of a job: `kernel(job, index, count)` does share `index` of `count`.
#pragma once

#include <stddef.h>

#include "channels.h"

typedef KERNEL_CHOICE kernel_rule { kernel_rule_sgd, kernel_rule_adam, kernel_rule_adamw, kernel_rule_rmsprop } kernel_rule;

/// Parameters from `begin` up to the next segment's `begin` learn at `factor` times the rate.
typedef struct kernel_segment {
    size_t begin;
    float factor;
} kernel_segment;

/// One optimizer step over all parameters. Lengths are in floats.
typedef struct kernel_update {
    kernel_rule rule;
    float *weights;
    const float *gradients;
    /// Momentum, or the running mean of gradients.
    float *first;
    /// The running mean of squared gradients.
    float *second;
    size_t length;
    const kernel_segment *segments;
    size_t segment_count;
    float rate;
    /// Gradients are multiplied by this first.
    float gradient_scale;
    float weight_decay;
    float momentum;
    int nesterov;
    float beta1;
    float beta2;
    float epsilon;
    /// Adam's `1 - beta1^t` and `sqrt(1 - beta2^t)`.
    float correction1;
    float correction2;
} kernel_update;

void kernel_update_share(void *update, int index, int count);

/// A sum of squares in blocks of fixed size, so that it does not depend on the number of threads. `sums` has a place for every block.
typedef struct kernel_squares {
    const float *values;
    size_t length;
    double *sums;
} kernel_squares;

#define KERNEL_SQUARES_BLOCK 65536

void kernel_squares_share(void *squares, int index, int count);

/// The sum of each column of a table, added up in double: what cancels leaves nothing. `element` is the bytes of a value: 4 for float32,
/// 2 for bfloat16.
typedef struct kernel_columns {
    /// `[rows, columns]`
    const void *values;
    float *sums;
    size_t rows;
    size_t columns;
    size_t element;
} kernel_columns;

void kernel_columns_share(void *columns, int index, int count);

/// The sum of products, in double.
double kernel_dot(const float *left, const float *right, size_t length);

/// Maps that are mirrored at their borders. A map is `height` rows of `width` pixels, a pixel `pixel` values side by side that belong to
/// as many channels; `element` is the bytes of a value: 4 for float32, 2 for bfloat16.
typedef struct kernel_reflection {
    /// `planes` maps as they are.
    char *inner;
    /// `planes` maps with `padding` more pixels on every side; less than a side of the inner ones.
    char *outer;
    size_t planes;
    size_t height;
    size_t width;
    size_t pixel;
    size_t element;
    size_t padding;
} kernel_reflection;

/// Fills the outer maps.
void kernel_reflect_share(void *reflection, int index, int count);
/// Fills the inner maps with the sums of all outer values that show them: the gradient.
void kernel_reflect_back_share(void *reflection, int index, int count);

/// The squared Euclidean distances of all rows `[count, columns]` to each other, `[count, count]`, summed up from differences, so that
/// close rows lose no digits.
void kernel_squared_differences(const float *rows, size_t count, size_t columns, float *table);
/// For every row the sum of its differences to all rows, each times its factor: `result[i] = sum over j of factors[i, j] (rows[i] -
/// rows[j])`, `[count, columns]`. From differences, for the same reason.
void kernel_combine_differences(const float *factors, const float *rows, size_t count, size_t columns, float *results);

/// Gives memory that the program has freed back to the system, where the allocator has kept it for later.
void kernel_return_freed_memory(void);
