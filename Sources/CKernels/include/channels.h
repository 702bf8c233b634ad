// Maps channel by channel, in whatever order their values lie: sums over a batch, normalization, and averages.
#pragma once

#include <stddef.h>

#define KERNEL_CHOICE enum __attribute__((enum_extensibility(closed)))

typedef KERNEL_CHOICE kernel_type { kernel_type_float32, kernel_type_bfloat16 } kernel_type;

/// Values of `images` images: each has `groups` maps one behind the other, a map has `area` pixels, and a pixel has the values of
/// `pixel` channels side by side. `[N, C, H, W]` has pixels of one channel, `[N, H, W, C]` one group, blocked layouts are in between;
/// channels that only fill up a block are counted. Where there are several groups, `pixel` divides 16 or is a multiple of it.
typedef struct kernel_grid {
    size_t images;
    size_t groups;
    size_t area;
    size_t pixel;
} kernel_grid;

/// The channels of a grid, rounded up to whole vectors: the length of every table with a place for each channel.
size_t kernel_grid_channels(const kernel_grid *grid);

/// What batch normalization makes of a value `x` of a channel is `(x - center) * factor + offset`; the way back adds
/// `(x - center) * slope + base` to `factor` times the gradient. `deviation` is the square root of the variance plus epsilon. Each is a
/// table of `kernel_grid_channels`; what fills up a block has zeros.
typedef struct kernel_lines {
    double *center;
    double *factor;
    double *offset;
    double *slope;
    double *base;
    double *deviation;
} kernel_lines;

/// Batch normalization (Ioffe, Szegedy 2015), with a ReLU after it where `relu` is not 0.
///
/// Sums are taken in double over parts of the batch of fixed size and added up in a fixed order: they do not depend on the number of
/// threads, and a million values cost no digits. Every value is computed in double too and rounded once: a factor that is rounded is
/// wrong for a whole channel in the same direction, which deep networks do not average out.
typedef struct kernel_normalization {
    kernel_grid grid;
    kernel_type type;
    int relu;
    /// Without those that fill up a block.
    size_t channels;
    float epsilon;
    float momentum;
    const void *source;
    void *destination;
    const void *gradient;
    /// May be `gradient` itself.
    void *source_gradient;
    const float *scale;
    const float *shift;
    float *running_mean;
    float *running_variance;
    float *scale_gradient;
    float *shift_gradient;
    kernel_lines lines;
    /// `kernel_normalization_sums` numbers.
    double *sums;
} kernel_normalization;

/// How many sums a pass over a grid leaves behind.
size_t kernel_normalization_sums(const kernel_grid *grid);

// Training: sums of all values, then lines and running statistics, then all results. The running variance is the population's, larger
// than the batch's own by `n / (n - 1)`.
void kernel_normalization_measure_share(void *normalization, int index, int count);
void kernel_normalization_settle_share(void *normalization, int index, int count);
void kernel_normalization_apply_share(void *normalization, int index, int count);
/// Lines of the running statistics, for inference; `kernel_normalization_apply_share` follows.
void kernel_normalization_fix(kernel_normalization *normalization);

// The way back, with the lines of the way there: sums of all gradients, then those of scale and shift, then those of all values.
void kernel_normalization_measure_back_share(void *normalization, int index, int count);
void kernel_normalization_settle_back_share(void *normalization, int index, int count);
void kernel_normalization_apply_back_share(void *normalization, int index, int count);

/// Indices from `begin` up to `end`.
typedef struct kernel_span {
    size_t begin;
    size_t end;
} kernel_span;

/// Averages over windows of maps. A map is `height` rows of `width` pixels, a pixel `pixel` channels side by side. Sums are taken in
/// double, so that a window may be a map of a million values.
typedef struct kernel_averages {
    size_t planes;
    size_t height;
    size_t width;
    size_t pixel;
    kernel_type type;
    void *inner;
    /// `planes` maps of one pixel for each window.
    void *outer;
    size_t outer_height;
    size_t outer_width;
    /// What each row and column of windows covers: both ends grow from one to the next.
    const kernel_span *rows;
    const kernel_span *columns;
    /// What sums are divided by; 0 for the number of values in the window.
    double divisor;
} kernel_averages;

/// Fills the outer maps.
void kernel_average_share(void *averages, int index, int count);
/// Fills the inner maps with their share of the outer ones: the gradient.
void kernel_average_back_share(void *averages, int index, int count);
