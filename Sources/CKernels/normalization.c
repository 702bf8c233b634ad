// Batch normalization: what every channel's sums make of its values, and which pass a job takes.
#include "normalization.h"

#include <math.h>

size_t kernel_grid_channels(const kernel_grid *grid) { return (grid->groups * grid->pixel + LANES - 1) / LANES * LANES; }

size_t kernel_normalization_sums(const kernel_grid *grid) {
    const cut c = cut_of(grid);
    return 2 * parts_of(&c) * kernel_grid_channels(grid);
}

// The two sums of sixteen channels over all parts of the batch, in order.
static void add_parts(const kernel_normalization *job, size_t channel, double first[LANES], double second[LANES]) {
    const cut c = cut_of(&job->grid);
    const size_t channels = kernel_grid_channels(&job->grid);
    for (size_t lane = 0; lane < LANES; lane++) first[lane] = second[lane] = 0;
    for (size_t part = 0; part < parts_of(&c); part++) {
        const double *sums = job->sums + 2 * part * channels + channel;
        for (size_t lane = 0; lane < LANES; lane++) {
            first[lane] += sums[lane];
            second[lane] += sums[channels + lane];
        }
    }
}

static double value_at(const kernel_normalization *job, size_t index) {
    if (job->type == kernel_type_float32) return ((const float *)job->source)[index];
    return from_bfloat16(((const uint16_t *)job->source)[index]);
}

static void clear_line(kernel_lines lines, size_t channel) {
    lines.center[channel] = lines.factor[channel] = lines.offset[channel] = lines.deviation[channel] = 0;
}

static void set_line(const kernel_normalization *job, size_t channel, double mean, double variance) {
    const kernel_lines lines = job->lines;
    lines.center[channel] = mean;
    lines.deviation[channel] = sqrt(variance + job->epsilon);
    lines.factor[channel] = job->scale[channel] / lines.deviation[channel];
    lines.offset[channel] = job->shift[channel];
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
            // Differences of bfloat16 values are taken from a center of float32.
            const double center = lines.center[channel], rest = job->type == kernel_type_float32 ? 0 : center - (float)center;
            const double factor = lines.factor[channel];
            const double gradient = (products[lane] - rest * sums[lane]) / lines.deviation[channel];
            lines.slope[channel] = -factor * gradient / (lines.deviation[channel] * values);
            lines.base[channel] = -factor * sums[lane] / values;
            job->scale_gradient[channel] = (float)gradient;
            job->shift_gradient[channel] = (float)sums[lane];
        }
    }
}

static void run(
    const kernel_normalization *job, normalization_pass *float32, normalization_pass *bfloat16, int index, int count) {
    (job->type == kernel_type_float32 ? float32 : bfloat16)(job, index, count);
}

void kernel_normalization_measure_share(void *argument, int index, int count) {
    run(argument, measure_float32, measure_bfloat16, index, count);
}

void kernel_normalization_apply_share(void *argument, int index, int count) {
    run(argument, apply_float32, apply_bfloat16, index, count);
}

void kernel_normalization_measure_back_share(void *argument, int index, int count) {
    run(argument, measure_back_float32, measure_back_bfloat16, index, count);
}

void kernel_normalization_apply_back_share(void *argument, int index, int count) {
    run(argument, apply_back_float32, apply_back_bfloat16, index, count);
}
