// Averages over the windows of maps, and the way back.
#include "lanes.h"
#include "CKernels.h"

static double divisor(const kernel_averages *job, size_t row, size_t column) {
    if (job->divisor > 0) return job->divisor;
    const kernel_span rows = job->rows[row], columns = job->columns[column];
    return (double)((rows.end - rows.begin) * (columns.end - columns.begin));
}

// The sums of the first `live` of up to sixteen channels over a window.
ALWAYS_INLINE void sum_channels(
    doubles16 *sums, const kernel_averages *job, size_t plane, kernel_span rows, kernel_span columns, size_t channel, size_t live,
    kernel_type type) {
    *sums = (doubles16) {0};
    for (size_t row = rows.begin; row < rows.end; row++)
        for (size_t column = columns.begin; column < columns.end; column++) {
            const size_t place = ((plane * job->height + row) * job->width + column) * job->pixel + channel;
            floats16 x = {0};
            if (live == LANES) {
                load16(&x, job->inner, place, type);
            } else {
                load_some16(&x, job->inner, place, live, type);
            }
            *sums += __builtin_convertvector(x, doubles16);
        }
}

// Where a pixel has fewer than sixteen channels and they divide sixteen, several pixels side by side are read at once.
ALWAYS_INLINE void sum_neighbors(
    doubles16 *sums, const kernel_averages *job, size_t plane, kernel_span rows, kernel_span columns, kernel_type type) {
    const size_t values = (columns.end - columns.begin) * job->pixel;
    doubles16 all = {0};
    for (size_t row = rows.begin; row < rows.end; row++) {
        const size_t place = ((plane * job->height + row) * job->width + columns.begin) * job->pixel;
        for (size_t done = 0; done < values; done += LANES) {
            floats16 x = {0};
            if (values - done >= LANES) {
                load16(&x, job->inner, place + done, type);
            } else {
                load_some16(&x, job->inner, place + done, values - done, type);
            }
            all += __builtin_convertvector(x, doubles16);
        }
    }
    *sums = (doubles16) {0};
    for (size_t lane = 0; lane < LANES; lane++) (*sums)[lane % job->pixel] += all[lane];
}

ALWAYS_INLINE void average(const kernel_averages *job, kernel_type type, int index, int count) {
    const size_t height = job->outer_height, width = job->outer_width, cells = job->planes * height * width;
    for (size_t cell = cells * index / count; cell < cells * (index + 1) / count; cell++) {
        const size_t plane = cell / (height * width), row = cell / width % height, column = cell % width;
        const kernel_span rows = job->rows[row], columns = job->columns[column];
        const double share = 1 / divisor(job, row, column);
        for (size_t channel = 0; channel < job->pixel; channel += LANES) {
            const size_t live = job->pixel - channel < LANES ? job->pixel - channel : LANES;
            doubles16 sums;
            if (job->pixel < LANES && LANES % job->pixel == 0) {
                sum_neighbors(&sums, job, plane, rows, columns, type);
            } else {
                sum_channels(&sums, job, plane, rows, columns, channel, live, type);
            }
            const floats16 means = __builtin_convertvector(sums * share, floats16);
            store_some16(job->outer, cell * job->pixel + channel, live, &means, type);
        }
    }
}

KERNEL_CLONES static void average_float32(const kernel_averages *job, int index, int count) {
    average(job, kernel_type_float32, index, count);
}

KERNEL_CLONES static void average_bfloat16(const kernel_averages *job, int index, int count) {
    average(job, kernel_type_bfloat16, index, count);
}

void kernel_average_share(void *argument, int index, int count) {
    const kernel_averages *job = argument;
    (job->type == kernel_type_float32 ? average_float32 : average_bfloat16)(job, index, count);
}

// The windows that show a place: neighbors, since windows begin and end in order.
static kernel_span showing(const kernel_span *windows, size_t count, size_t place) {
    kernel_span found = {0, 0};
    while (found.begin < count && windows[found.begin].end <= place) found.begin++;
    found.end = found.begin;
    while (found.end < count && windows[found.end].begin <= place) found.end++;
    return found;
}

void kernel_average_back_share(void *argument, int index, int count) {
    const kernel_averages *job = argument;
    const size_t pixel = job->pixel, lines = job->planes * job->height;
    for (size_t line = lines * index / count; line < lines * (index + 1) / count; line++) {
        const size_t plane = line / job->height;
        const kernel_span rows = showing(job->rows, job->outer_height, line % job->height);
        for (size_t column = 0; column < job->width; column++) {
            const kernel_span columns = showing(job->columns, job->outer_width, column);
            for (size_t channel = 0; channel < pixel; channel += LANES) {
                const size_t live = pixel - channel < LANES ? pixel - channel : LANES;
                doubles16 sums = {0};
                for (size_t row = rows.begin; row < rows.end; row++)
                    for (size_t other = columns.begin; other < columns.end; other++) {
                        const size_t cell = (plane * job->outer_height + row) * job->outer_width + other;
                        floats16 gradient = {0};
                        load_some16(&gradient, job->outer, cell * pixel + channel, live, job->type);
                        sums += __builtin_convertvector(gradient, doubles16) * (1 / divisor(job, row, other));
                    }
                const floats16 gradient = __builtin_convertvector(sums, floats16);
                store_some16(job->inner, (line * job->width + column) * pixel + channel, live, &gradient, job->type);
            }
        }
    }
}
