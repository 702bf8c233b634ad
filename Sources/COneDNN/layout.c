// How values lie in memory.
#include "internal.h"

#include <string.h>

static dnnl_data_type_t data_type(onednn_type type) { return type == onednn_type_bfloat16 ? dnnl_bf16 : dnnl_f32; }

static dnnl_format_tag_t format_tag(int rank, onednn_order order) {
    if (order == onednn_order_any) return dnnl_format_tag_any;
    static const dnnl_format_tag_t plain[] = {dnnl_a, dnnl_ab, dnnl_abc, dnnl_abcd, dnnl_abcde};
    static const dnnl_format_tag_t channels_last[] = {dnnl_a, dnnl_ab, dnnl_acb, dnnl_acdb, dnnl_acdeb};
    if (rank < 1 || rank > 5) return dnnl_format_tag_undef;
    return (order == onednn_order_plain ? plain : channels_last)[rank - 1];
}

static int finish(onednn_layout *layout, dnnl_status_t status, onednn_layout **result) {
    if (status != dnnl_success) {
        free(layout);
        return status;
    }
    *result = layout;
    return dnnl_success;
}

int onednn_layout_create(
    int rank, const int64_t *dimensions, onednn_type type, onednn_order order, onednn_layout **result) {
    onednn_layout *layout = calloc(1, sizeof *layout);
    if (!layout) return dnnl_out_of_memory;
    dnnl_status_t status = dnnl_memory_desc_init_by_tag(
        &layout->descriptor, rank, dimensions, data_type(type), format_tag(rank, order));
    return finish(layout, status, result);
}

int onednn_layout_reshape(const onednn_layout *source, int rank, const int64_t *dimensions, onednn_layout **result) {
    onednn_layout *layout = calloc(1, sizeof *layout);
    if (!layout) return dnnl_out_of_memory;
    return finish(layout, dnnl_memory_desc_reshape(&layout->descriptor, &source->descriptor, rank, dimensions), result);
}

int onednn_layout_retype(const onednn_layout *source, onednn_type type, onednn_layout **result) {
    onednn_layout *layout = calloc(1, sizeof *layout);
    if (!layout) return dnnl_out_of_memory;
    layout->descriptor = source->descriptor;
    layout->descriptor.data_type = data_type(type);
    return finish(layout, dnnl_success, result);
}

void onednn_layout_destroy(onednn_layout *layout) { free(layout); }

bool onednn_layout_equal(const onednn_layout *a, const onednn_layout *b) {
    return dnnl_memory_desc_equal(&a->descriptor, &b->descriptor) == 1;
}

size_t onednn_layout_bytes(const onednn_layout *layout) { return dnnl_memory_desc_get_size(&layout->descriptor); }

bool onednn_layout_maps(const onednn_layout *layout, onednn_maps *result) {
    const dnnl_memory_desc_t *d = &layout->descriptor;
    if (d->ndims != 4 || d->format_kind != dnnl_blocked || d->offset0 != 0) return false;
    const dnnl_blocking_desc_t *order = &d->format_desc.blocking;
    for (int axis = 0; axis < 4; axis++)
        if (axis != 1 && d->padded_dims[axis] != d->dims[axis]) return false;
    const int64_t height = d->dims[2], width = d->dims[3], channels = d->padded_dims[1];
    int64_t pixel = 1;
    if (order->inner_nblks == 1 && order->inner_idxs[0] == 1) {
        pixel = order->inner_blks[0];
    } else if (order->inner_nblks == 0 && channels > 1 && order->strides[1] == 1) {
        pixel = channels;
    } else if (order->inner_nblks != 0) {
        return false;
    }
    const bool in_order = order->strides[3] == pixel && order->strides[2] == width * pixel
        && (channels == pixel || order->strides[1] == height * width * pixel)
        && order->strides[0] == channels * height * width;
    if (!in_order) return false;
    *result = (onednn_maps) {d->dims[0] * (channels / pixel), height, width, pixel};
    return true;
}

int onednn_layout_resize(const onednn_layout *source, int64_t height, int64_t width, onednn_layout **result) {
    onednn_maps maps;
    if (!onednn_layout_maps(source, &maps)) return dnnl_invalid_arguments;
    onednn_layout *layout = calloc(1, sizeof *layout);
    if (!layout) return dnnl_out_of_memory;
    layout->descriptor = source->descriptor;
    dnnl_memory_desc_t *d = &layout->descriptor;
    dnnl_dim_t *strides = d->format_desc.blocking.strides;
    d->dims[2] = d->padded_dims[2] = height;
    d->dims[3] = d->padded_dims[3] = width;
    strides[3] = maps.pixel;
    strides[2] = width * maps.pixel;
    if (d->padded_dims[1] != maps.pixel) strides[1] = height * width * maps.pixel;
    strides[0] = d->padded_dims[1] * height * width;
    *result = layout;
    return dnnl_success;
}
