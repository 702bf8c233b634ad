// How values lie in memory.
#include "internal.h"

#if ONEDNN_IS_SUPPORTED

static dnnl_data_type_t data_type(onednn_type type) { return type == onednn_type_bfloat16 ? dnnl_bf16 : dnnl_f32; }

static dnnl_format_tag_t format_tag(int rank, onednn_order order) {
    if (order == onednn_order_any) return dnnl_format_tag_any;
    static const dnnl_format_tag_t plain[] = {dnnl_a, dnnl_ab, dnnl_abc, dnnl_abcd, dnnl_abcde};
    static const dnnl_format_tag_t channels_last[] = {dnnl_a, dnnl_ab, dnnl_acb, dnnl_acdb, dnnl_acdeb};
    if (rank < 1 || rank > 5) return dnnl_format_tag_undef;
    return (order == onednn_order_plain ? plain : channels_last)[rank - 1];
}

static int create(
    int rank, const int64_t *dimensions, dnnl_data_type_t type, dnnl_format_tag_t tag, onednn_layout **result) {
    onednn_layout *layout = calloc(1, sizeof *layout);
    if (!layout) return dnnl_out_of_memory;
    dnnl_status_t status = onednn_layout_with_tag(rank, dimensions, type, tag, layout);
    if (status != dnnl_success) {
        free(layout);
        return status;
    }
    *result = layout;
    return dnnl_success;
}

int onednn_layout_create(
    int rank, const int64_t *dimensions, onednn_type type, onednn_order order, onednn_layout **result) {
    return create(rank, dimensions, data_type(type), format_tag(rank, order), result);
}

// The order of blocks of so many channels, of those that oneDNN has a name for.
static dnnl_format_tag_t block_tag(int64_t channels) {
    switch (channels) {
    case 4: return dnnl_aBcd4b;
    case 8: return dnnl_aBcd8b;
    case 16: return dnnl_aBcd16b;
    case 32: return dnnl_aBcd32b;
    default: return dnnl_format_tag_undef;
    }
}

static bool maps_of(const onednn_blocking *order, onednn_maps *result) {
    if (order->rank != 4) return false;
    for (int axis = 0; axis < 4; axis++)
        if (axis != 1 && order->padded[axis] != order->dimensions[axis]) return false;
    const int64_t height = order->dimensions[2], width = order->dimensions[3], channels = order->padded[1];
    int64_t pixel = 1;
    if (order->inner_count == 1 && order->inner_axes[0] == 1 && block_tag(order->inner_sizes[0]) != dnnl_format_tag_undef) {
        pixel = order->inner_sizes[0];
    } else if (order->inner_count == 0 && channels > 1 && order->strides[1] == 1) {
        pixel = channels;
    } else if (order->inner_count != 0) {
        return false;
    }
    // How far apart the only place of a dimension lies from the next says nothing.
    const bool in_order = (width == 1 || order->strides[3] == pixel) && (height == 1 || order->strides[2] == width * pixel)
        && (channels == pixel || order->strides[1] == height * width * pixel)
        && (order->dimensions[0] == 1 || order->strides[0] == channels * height * width);
    if (!in_order) return false;
    *result = (onednn_maps) {order->dimensions[0] * (channels / pixel), height, width, pixel};
    return true;
}

bool onednn_layout_maps(const onednn_layout *layout, onednn_maps *result) {
    onednn_blocking order;
    return onednn_layout_blocking(layout, &order) && maps_of(&order, result);
}

int onednn_layout_resize(const onednn_layout *source, int64_t height, int64_t width, onednn_layout **result) {
    onednn_blocking order;
    onednn_maps maps;
    if (!onednn_layout_blocking(source, &order) || !maps_of(&order, &maps)) return dnnl_invalid_arguments;
    dnnl_format_tag_t tag = dnnl_abcd;
    if (order.inner_count == 1) {
        tag = block_tag(maps.pixel);
    } else if (maps.pixel > 1) {
        tag = dnnl_acdb;
    }
    const int64_t dimensions[] = {order.dimensions[0], order.dimensions[1], height, width};
    return create(4, dimensions, onednn_layout_type(source), tag, result);
}

#endif
