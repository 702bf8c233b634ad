// Runs every kernel on numbers that are the same everywhere and prints what comes out, for arm64.sh to compare between processors.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CKernels.h"

enum { SHARES = 3 };

static uint32_t state = 1;

static float draw(void) {
    state = state * 1664525u + 1013904223u;
    return (float)(state >> 8) / (float)(1 << 23) - 1;
}

static float *floats(size_t count) {
    float *values = malloc(count * sizeof *values);
    for (size_t i = 0; i < count; i++) values[i] = draw();
    return values;
}

// The upper halves of float32 numbers.
static uint16_t *halves(size_t count) {
    uint16_t *values = malloc(count * sizeof *values);
    for (size_t i = 0; i < count; i++) {
        const float value = draw();
        uint32_t bits;
        memcpy(&bits, &value, sizeof bits);
        values[i] = bits >> 16;
    }
    return values;
}

static double *doubles(size_t count) { return calloc(count, sizeof(double)); }

static void run(void (*share)(void *, int, int), void *job) {
    for (int index = 0; index < SHARES; index++) share(job, index, SHARES);
}

static void print(const char *name, const float *values, size_t count) {
    for (size_t i = 0; i < count; i++) printf("%s %zu %.9g\n", name, i, values[i]);
}

static void print_halves(const char *name, const uint16_t *values, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const uint32_t bits = (uint32_t)values[i] << 16;
        float value;
        memcpy(&value, &bits, sizeof value);
        printf("%s %zu %.9g\n", name, i, value);
    }
}

static void print_values(const char *name, const void *values, size_t count, kernel_type type) {
    if (type == kernel_type_float32) print(name, values, count);
    else print_halves(name, values, count);
}

static void *numbers(size_t count, kernel_type type) { return type == kernel_type_float32 ? (void *)floats(count) : (void *)halves(count); }

static void normalization(kernel_grid grid, size_t channels, kernel_type type, int relu) {
    const size_t count = grid.images * grid.groups * grid.area * grid.pixel, places = kernel_grid_channels(&grid);
    kernel_normalization job = {
        .grid = grid, .type = type, .relu = relu, .channels = channels, .epsilon = 1e-5f, .momentum = 0.1f,
        .source = numbers(count, type), .destination = numbers(count, type), .gradient = numbers(count, type),
        .source_gradient = numbers(count, type), .scale = floats(channels), .shift = floats(channels),
        .running_mean = floats(channels), .running_variance = floats(channels), .scale_gradient = floats(channels),
        .shift_gradient = floats(channels),
        .lines = {doubles(places), doubles(places), doubles(places), doubles(places), doubles(places), doubles(places)},
        .sums = doubles(kernel_normalization_sums(&grid)),
    };
    run(kernel_normalization_measure_share, &job);
    run(kernel_normalization_settle_share, &job);
    run(kernel_normalization_apply_share, &job);
    run(kernel_normalization_measure_back_share, &job);
    run(kernel_normalization_settle_back_share, &job);
    run(kernel_normalization_apply_back_share, &job);
    print_values("normalized", job.destination, count, type);
    print_values("normalized-back", job.source_gradient, count, type);
    print("running-mean", job.running_mean, channels);
    print("running-variance", job.running_variance, channels);
    print("scale-gradient", job.scale_gradient, channels);
    print("shift-gradient", job.shift_gradient, channels);
    for (size_t i = 0; i < channels; i++) job.running_variance[i] = fabsf(job.running_variance[i]);
    kernel_normalization_fix(&job);
    run(kernel_normalization_apply_share, &job);
    print_values("normalized-fixed", job.destination, count, type);
}

static void averages(size_t pixel, kernel_type type) {
    const kernel_span rows[] = {{0, 3}, {2, 5}, {4, 7}}, columns[] = {{0, 2}, {1, 5}};
    kernel_averages job = {
        .planes = 3, .height = 7, .width = 5, .pixel = pixel, .type = type, .inner = numbers(3 * 7 * 5 * pixel, type),
        .outer = numbers(3 * 3 * 2 * pixel, type), .outer_height = 3, .outer_width = 2, .rows = rows, .columns = columns,
    };
    run(kernel_average_share, &job);
    print_values("averages", job.outer, 3 * 3 * 2 * pixel, type);
    run(kernel_average_back_share, &job);
    print_values("averages-back", job.inner, 3 * 7 * 5 * pixel, type);
}

static void reflection(size_t pixel, kernel_type type) {
    kernel_reflection job = {
        .inner = numbers(2 * 6 * 5 * pixel, type), .outer = numbers(2 * 10 * 9 * pixel, type), .planes = 2, .height = 6, .width = 5,
        .pixel = pixel, .element = type == kernel_type_float32 ? 4 : 2, .padding = 2,
    };
    run(kernel_reflect_share, &job);
    print_values("reflection", job.outer, 2 * 10 * 9 * pixel, type);
    run(kernel_reflect_back_share, &job);
    print_values("reflection-back", job.inner, 2 * 6 * 5 * pixel, type);
}

static void update(kernel_rule rule, int nesterov) {
    const size_t length = 1003;
    const kernel_segment segments[] = {{0, 1}, {137, 0.5f}, {800, 0}};
    kernel_update job = {
        .rule = rule, .weights = floats(length), .gradients = floats(length), .first = floats(length), .second = floats(length),
        .length = length, .segments = segments, .segment_count = 3, .rate = 0.01f, .gradient_scale = 0.7f, .weight_decay = 0.02f,
        .momentum = 0.9f, .nesterov = nesterov, .beta1 = 0.9f, .beta2 = 0.99f, .epsilon = 1e-6f, .correction1 = 0.5f, .correction2 = 0.3f,
    };
    for (size_t i = 0; i < length; i++) job.second[i] = fabsf(job.second[i]);
    run(kernel_update_share, &job);
    print("weights", job.weights, length);
    print("first", job.first, length);
    print("second", job.second, length);
}

static void columns(kernel_type type) {
    kernel_columns job = {
        .values = numbers(501 * 37, type), .sums = floats(37), .rows = 501, .columns = 37, .element = type == kernel_type_float32 ? 4 : 2,
    };
    run(kernel_columns_share, &job);
    print("columns", job.sums, 37);
}

static void pairs(void) {
    float *rows = floats(9 * 21), *table = floats(81), *factors = floats(81), *results = floats(9 * 21);
    kernel_squared_differences(rows, 9, 21, table);
    print("differences", table, 81);
    kernel_combine_differences(factors, rows, 9, 21, results);
    print("combined", results, 9 * 21);
    const float product = (float)kernel_dot(rows, results, 9 * 21);
    print("dot", &product, 1);
}

static void squares(void) {
    double sums[4] = {0};
    kernel_squares job = {.values = floats(3 * KERNEL_SQUARES_BLOCK + 5), .length = 3 * KERNEL_SQUARES_BLOCK + 5, .sums = sums};
    run(kernel_squares_share, &job);
    for (int i = 0; i < 4; i++) {
        const float sum = (float)sums[i];
        print("squares", &sum, 1);
    }
}

int main(void) {
    const kernel_grid grids[] = {{4, 5, 99, 1}, {3, 1, 50, 21}, {3, 2, 49, 16}, {2, 3, 30, 8}};
    const size_t channels[] = {5, 21, 29, 20};
    for (int type = 0; type < 2; type++) {
        for (int grid = 0; grid < 4; grid++)
            for (int relu = 0; relu < 2; relu++) normalization(grids[grid], channels[grid], (kernel_type)type, relu);
        for (size_t pixel = 1; pixel < 40; pixel += 19) {
            averages(pixel, (kernel_type)type);
            reflection(pixel, (kernel_type)type);
        }
        columns((kernel_type)type);
    }
    update(kernel_rule_sgd, 0);
    update(kernel_rule_sgd, 1);
    update(kernel_rule_adam, 0);
    update(kernel_rule_adamw, 0);
    update(kernel_rule_rmsprop, 0);
    pairs();
    squares();
}
