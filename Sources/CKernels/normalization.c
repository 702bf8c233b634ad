// Batch normalization, forward.
#include "grid.h"
#include "normalization.h"

size_t kernel_grid_channels(const kernel_grid *grid) { return (grid->groups * grid->pixel + LANES - 1) / LANES * LANES; }

size_t kernel_normalization_sums(const kernel_grid *grid) {
    const cut c = cut_of(grid);
    return 2 * parts_of(&c) * kernel_grid_channels(grid);
}

// The first value of every lane's channel. Sums of what values differ from it lose nothing where a channel lies far from zero.
ALWAYS_INLINE void pivot_of(floats16 *to, const kernel_normalization *job, const block *b) {
    const kernel_grid *grid = &job->grid;
    const size_t first = (b->channel - b->within) / grid->pixel * grid->area * grid->pixel + b->within;
    *to = (floats16) {0};
    if (b->period == LANES) {
        if (b->live == LANES) {
            load16(to, job->source, first, job->type);
        } else {
            load_some16(to, job->source, first, b->live, job->type);
        }
        return;
    }
    floats16 few = {0};
    load_some16(&few, job->source, first, b->period, job->type);
    for (size_t lane = 0; lane < LANES; lane++) (*to)[lane] = few[lane % b->period];
}

ALWAYS_INLINE void measure(const kernel_normalization *job, kernel_type type, int index, int count) {
    const cut c = cut_of(&job->grid);
    const size_t pieces = pieces_of(&c), channels = kernel_grid_channels(&job->grid);
    for (size_t i = pieces * index / count; i < pieces * (index + 1) / count; i++) {
        walk w = {piece_at(&c, i), job->grid.pixel, 0, 0};
        double *sums = job->sums + 2 * w.whole.part * channels, *squares = sums + channels;
        const size_t width = (w.whole.width + LANES - 1) / LANES * LANES;
        const size_t cleared = job->grid.groups > 1 ? w.whole.width : width;
        memset(sums + w.whole.channel, 0, cleared * sizeof *sums);
        memset(squares + w.whole.channel, 0, cleared * sizeof *squares);
        block b;
        while (next_block(&w, &b)) {
            floats16 pivot;
            pivot_of(&pivot, job, &b);
            const doubles16 from = __builtin_convertvector(pivot, doubles16);
            doubles16 sum = {0}, square = {0};
            for (size_t row = 0; row < b.rows; row++) {
                floats16 x = pivot;
                if (b.live == LANES) {
                    load16(&x, job->source, b.first + row * b.stride, type);
                } else {
                    load_some16(&x, job->source, b.first + row * b.stride, b.live, type);
                }
                const doubles16 difference = __builtin_convertvector(x, doubles16) - from;
                sum += difference;
                square += difference * difference;
            }
            add_lanes(sums, &sum, &b);
            add_lanes(squares, &square, &b);
        }
    }
}

KERNEL_CLONES static void measure_float32(const kernel_normalization *job, int index, int count) {
    measure(job, kernel_type_float32, index, count);
}

KERNEL_CLONES static void measure_bfloat16(const kernel_normalization *job, int index, int count) {
    measure(job, kernel_type_bfloat16, index, count);
}

void kernel_normalization_measure_share(void *argument, int index, int count) {
    const kernel_normalization *job = argument;
    if (job->type == kernel_type_float32) {
        measure_float32(job, index, count);
    } else {
        measure_bfloat16(job, index, count);
    }
}

static double value_at(const kernel_normalization *job, size_t index) {
    if (job->type == kernel_type_float32) return ((const float *)job->source)[index];
    return from_bfloat16(((const uint16_t *)job->source)[index]);
}

static void clear_line(kernel_lines lines, size_t channel) {
    lines.center[channel] = lines.factor[channel] = lines.offset[channel] = 0;
    lines.rest[channel] = lines.scale[channel] = 0;
}

static void set_line(const kernel_normalization *job, size_t channel, double mean, double variance) {
    const kernel_lines lines = job->lines;
    const double scale = 1 / sqrt(variance + job->epsilon);
    lines.center[channel] = (float)mean;
    lines.rest[channel] = mean - lines.center[channel];
    lines.scale[channel] = scale;
    lines.factor[channel] = (float)(job->scale[channel] * scale);
    lines.offset[channel] = (float)(job->shift[channel] - lines.rest[channel] * job->scale[channel] * scale);
}

void kernel_normalization_settle_share(void *argument, int index, int count) {
    const kernel_normalization *job = argument;
    const kernel_grid *grid = &job->grid;
    const size_t vectors = kernel_grid_channels(grid) / LANES;
    const double values = (double)(grid->images * grid->area);
    for (size_t vector = vectors * index / count; vector < vectors * (index + 1) / count; vector++) {
        double sums[LANES], squares[LANES];
        add_parts(job, vector * LANES, sums, squares);
        for (size_t lane = 0; lane < LANES; lane++) {
            const size_t channel = vector * LANES + lane;
            if (channel >= job->channels) {
                clear_line(job->lines, channel);
                continue;
            }
            const size_t first = channel / grid->pixel * grid->area * grid->pixel + channel % grid->pixel;
            const double shifted = sums[lane] / values, mean = value_at(job, first) + shifted;
            double variance = squares[lane] / values - shifted * shifted;
            // Rounding may leave less than nothing of a constant; what is not a number stays so.
            if (variance < 0) variance = 0;
            set_line(job, channel, mean, variance);
            const double momentum = job->momentum, correction = values / (values > 1 ? values - 1 : 1);
            job->running_mean[channel] = (float)((1 - momentum) * job->running_mean[channel] + momentum * mean);
            job->running_variance[channel]
                = (float)((1 - momentum) * job->running_variance[channel] + momentum * correction * variance);
        }
    }
}

void kernel_normalization_fix(kernel_normalization *job) {
    const size_t channels = kernel_grid_channels(&job->grid);
    for (size_t channel = 0; channel < channels; channel++) {
        if (channel < job->channels) {
            set_line(job, channel, job->running_mean[channel], job->running_variance[channel]);
        } else {
            clear_line(job->lines, channel);
        }
    }
}

ALWAYS_INLINE void apply(const kernel_normalization *job, kernel_type type, int relu, int index, int count) {
    const cut c = cut_of(&job->grid);
    const size_t pieces = pieces_of(&c), end = pieces * (index + 1) / count;
    // Backwards: what was measured last is still near.
    for (size_t i = end; i-- > pieces * index / count;) {
        walk w = {piece_at(&c, i), job->grid.pixel, 0, 0};
        block b;
        while (next_block(&w, &b)) {
            line l;
            line_of(&l, job->lines, &b);
            for (size_t row = 0; row < b.rows; row++) {
                const size_t place = b.first + row * b.stride;
                floats16 x = {0}, y;
                if (b.live == LANES) {
                    load16(&x, job->source, place, type);
                } else {
                    load_some16(&x, job->source, place, b.live, type);
                }
                x -= l.center;
                y = x * l.factor + l.offset;
                if (relu) y = (floats16)((masks16)y & ~(y <= 0));
                if (b.live == LANES) {
                    store16(job->destination, place, &y, type);
                } else {
                    store_some16(job->destination, place, b.live, &y, type);
                }
            }
        }
    }
}

KERNEL_CLONES static void apply_float32(const kernel_normalization *job, int index, int count) {
    apply(job, kernel_type_float32, 0, index, count);
}

KERNEL_CLONES static void apply_bfloat16(const kernel_normalization *job, int index, int count) {
    apply(job, kernel_type_bfloat16, 0, index, count);
}

KERNEL_CLONES static void apply_relu_float32(const kernel_normalization *job, int index, int count) {
    apply(job, kernel_type_float32, 1, index, count);
}

KERNEL_CLONES static void apply_relu_bfloat16(const kernel_normalization *job, int index, int count) {
    apply(job, kernel_type_bfloat16, 1, index, count);
}

void kernel_normalization_apply_share(void *argument, int index, int count) {
    const kernel_normalization *job = argument;
    if (job->type == kernel_type_float32) {
        (job->relu ? apply_relu_float32 : apply_float32)(job, index, count);
    } else {
        (job->relu ? apply_relu_bfloat16 : apply_bfloat16)(job, index, count);
    }
}
