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

// Where the windows change that show a place: before the first one ends, or where the next one begins.
static size_t next_change(const kernel_span *windows, size_t count, kernel_span shown, size_t side) {
    size_t next = side;
    if (shown.begin < count && windows[shown.begin].end < next) next = windows[shown.begin].end;
    if (shown.end < count && windows[shown.end].begin < next) next = windows[shown.end].begin;
    return next;
}

// The gradient of a place, of the first `live` of up to sixteen channels: its share of all windows that show it.
ALWAYS_INLINE void sum_shares(
    floats16 *gradient, const kernel_averages *job, size_t plane, kernel_span rows, kernel_span columns, size_t channel, size_t live,
    kernel_type type) {
    doubles16 sums = {0};
    for (size_t row = rows.begin; row < rows.end; row++)
        for (size_t column = columns.begin; column < columns.end; column++) {
            const size_t cell = (plane * job->outer_height + row) * job->outer_width + column;
            floats16 x = {0};
            if (live == LANES) {
                load16(&x, job->outer, cell * job->pixel + channel, type);
            } else {
                load_some16(&x, job->outer, cell * job->pixel + channel, live, type);
            }
            sums += __builtin_convertvector(x, doubles16) * (1 / divisor(job, row, column));
        }
    *gradient = __builtin_convertvector(sums, floats16);
}

// Gives `count` pixels side by side the same gradient.
ALWAYS_INLINE void fill_pixels(
    const kernel_averages *job, size_t first, size_t count, size_t channel, size_t live, const floats16 *gradient, kernel_type type) {
    const size_t pixel = job->pixel;
    if (pixel < LANES && LANES % pixel == 0) {
        floats16 several;
        for (size_t lane = 0; lane < LANES; lane++) several[lane] = (*gradient)[lane % pixel];
        size_t done = 0;
        for (; done + LANES <= count * pixel; done += LANES) store16(job->inner, first * pixel + done, &several, type);
        store_some16(job->inner, first * pixel + done, count * pixel - done, &several, type);
    } else if (live == LANES) {
        for (size_t i = 0; i < count; i++) store16(job->inner, (first + i) * pixel + channel, gradient, type);
    } else {
        for (size_t i = 0; i < count; i++) store_some16(job->inner, (first + i) * pixel + channel, live, gradient, type);
    }
}

ALWAYS_INLINE void average_back(const kernel_averages *job, kernel_type type, int index, int count) {
    const size_t lines = job->planes * job->height;
    for (size_t line = lines * index / count; line < lines * (index + 1) / count; line++) {
        const kernel_span rows = showing(job->rows, job->outer_height, line % job->height);
        for (size_t column = 0, end; column < job->width; column = end) {
            const kernel_span columns = showing(job->columns, job->outer_width, column);
            end = next_change(job->columns, job->outer_width, columns, job->width);
            for (size_t channel = 0; channel < job->pixel; channel += LANES) {
                const size_t live = job->pixel - channel < LANES ? job->pixel - channel : LANES;
                floats16 gradient;
                sum_shares(&gradient, job, line / job->height, rows, columns, channel, live, type);
                fill_pixels(job, line * job->width + column, end - column, channel, live, &gradient, type);
            }
        }
    }
}

KERNEL_CLONES static void average_back_float32(const kernel_averages *job, int index, int count) {
    average_back(job, kernel_type_float32, index, count);
}

KERNEL_CLONES static void average_back_bfloat16(const kernel_averages *job, int index, int count) {
    average_back(job, kernel_type_bfloat16, index, count);
}

void kernel_average_back_share(void *argument, int index, int count) {
    const kernel_averages *job = argument;
    (job->type == kernel_type_float32 ? average_back_float32 : average_back_bfloat16)(job, index, count);
}
