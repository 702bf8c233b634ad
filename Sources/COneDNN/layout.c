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
