// Batch normalization, backward. Whether the ReLU was active is computed again from the values: reading it would cost more.
#include "normalization.h"

// Both of a row of a block: what the value differs from its center, and the gradient before the ReLU. Lanes that do not count are zero.
ALWAYS_INLINE void load_row(
    floats16 *difference, floats16 *gradient, const kernel_normalization *job, const line *l, const block *b, size_t place,
    kernel_type type, int relu) {
    floats16 x = l->center, g = {0};
    if (b->live == LANES) {
        load16(&x, job->source, place, type);
        load16(&g, job->gradient, place, type);
    } else {
        load_some16(&x, job->source, place, b->live, type);
        load_some16(&g, job->gradient, place, b->live, type);
    }
    x -= l->center;
    if (relu) {
        const floats16 y = x * l->factor + l->offset;
        g = (floats16)((masks16)g & ~(y <= 0));
    }
    *difference = x;
    *gradient = g;
}

ALWAYS_INLINE void measure_back(const kernel_normalization *job, kernel_type type, int relu, int index, int count) {
    const cut c = cut_of(&job->grid);
    const size_t pieces = pieces_of(&c), channels = kernel_grid_channels(&job->grid);
    for (size_t i = pieces * index / count; i < pieces * (index + 1) / count; i++) {
        walk w = {piece_at(&c, i), job->grid.pixel, 0, 0};
        double *sums = job->sums + 2 * w.whole.part * channels, *products = sums + channels;
        const size_t width = (w.whole.width + LANES - 1) / LANES * LANES;
        const size_t cleared = job->grid.groups > 1 ? w.whole.width : width;
        memset(sums + w.whole.channel, 0, cleared * sizeof *sums);
        memset(products + w.whole.channel, 0, cleared * sizeof *products);
        block b;
        while (next_block(&w, &b)) {
            line l;
            line_of(&l, job->lines, &b);
            doubles16 sum = {0}, product = {0};
            for (size_t row = 0; row < b.rows; row++) {
                floats16 x, g;
                load_row(&x, &g, job, &l, &b, b.first + row * b.stride, type, relu);
                const doubles16 gradient = __builtin_convertvector(g, doubles16);
                sum += gradient;
                product += gradient * __builtin_convertvector(x, doubles16);
            }
            add_lanes(sums, &sum, &b);
            add_lanes(products, &product, &b);
        }
    }
}

ALWAYS_INLINE void apply_back(const kernel_normalization *job, kernel_type type, int relu, int index, int count) {
    const cut c = cut_of(&job->grid);
    const size_t pieces = pieces_of(&c), end = pieces * (index + 1) / count;
    for (size_t i = end; i-- > pieces * index / count;) {
        walk w = {piece_at(&c, i), job->grid.pixel, 0, 0};
        block b;
        while (next_block(&w, &b)) {
            line l;
            line_of(&l, job->lines, &b);
            floats16 slope, base;
            lanes_of(&slope, job->lines.slope, &b);
            lanes_of(&base, job->lines.base, &b);
            for (size_t row = 0; row < b.rows; row++) {
                const size_t place = b.first + row * b.stride;
                floats16 x, g;
                load_row(&x, &g, job, &l, &b, place, type, relu);
                const floats16 result = g * l.factor + (x * slope + base);
                if (b.live == LANES) {
                    store16(job->source_gradient, place, &result, type);
                } else {
                    store_some16(job->source_gradient, place, b.live, &result, type);
                }
            }
        }
    }
}

#define BOTH_WAYS(name, type, relu)                                                                         \
    KERNEL_CLONES static void measure_back_##name(const kernel_normalization *job, int index, int count) { \
        measure_back(job, type, relu, index, count);                                                       \
    }                                                                                                       \
    KERNEL_CLONES static void apply_back_##name(const kernel_normalization *job, int index, int count) {   \
        apply_back(job, type, relu, index, count);                                                         \
    }

BOTH_WAYS(float32, kernel_type_float32, 0)
BOTH_WAYS(bfloat16, kernel_type_bfloat16, 0)
BOTH_WAYS(relu_float32, kernel_type_float32, 1)
BOTH_WAYS(relu_bfloat16, kernel_type_bfloat16, 1)

void kernel_normalization_measure_back_share(void *argument, int index, int count) {
    const kernel_normalization *job = argument;
    if (job->type == kernel_type_float32) {
        (job->relu ? measure_back_relu_float32 : measure_back_float32)(job, index, count);
    } else {
        (job->relu ? measure_back_relu_bfloat16 : measure_back_bfloat16)(job, index, count);
    }
}

void kernel_normalization_settle_back_share(void *argument, int index, int count) {
    const kernel_normalization *job = argument;
    const kernel_lines lines = job->lines;
    const size_t vectors = kernel_grid_channels(&job->grid) / LANES;
    const double values = (double)(job->grid.images * job->grid.area);
    for (size_t vector = vectors * index / count; vector < vectors * (index + 1) / count; vector++) {
        double sums[LANES], products[LANES];
        add_parts(job, vector * LANES, sums, products);
        for (size_t lane = 0; lane < LANES; lane++) {
            const size_t channel = vector * LANES + lane;
            if (channel >= job->channels) {
                lines.slope[channel] = lines.base[channel] = 0;
                continue;
            }
            const double scale = lines.scale[channel], factor = job->scale[channel] * scale;
            const double gradient = scale * (products[lane] - lines.rest[channel] * sums[lane]);
            const double slope = -factor * scale * gradient / values;
            lines.slope[channel] = (float)slope;
            lines.base[channel] = (float)(-factor * sums[lane] / values - lines.rest[channel] * slope);
            job->scale_gradient[channel] = (float)gradient;
            job->shift_gradient[channel] = (float)sums[lane];
        }
    }
}

void kernel_normalization_apply_back_share(void *argument, int index, int count) {
    const kernel_normalization *job = argument;
    if (job->type == kernel_type_float32) {
        (job->relu ? apply_back_relu_float32 : apply_back_float32)(job, index, count);
    } else {
        (job->relu ? apply_back_relu_bfloat16 : apply_back_bfloat16)(job, index, count);
    }
}
