// oneDNN 3: layouts are handles of the library's, and a primitive descriptor is created in one call.
#include "internal.h"

#if ONEDNN_IS_SUPPORTED && DNNL_VERSION_MAJOR >= 3

static const_dnnl_memory_desc_t unwrap(const onednn_layout *layout) { return layout ? layout->descriptor : NULL; }

static const_dnnl_primitive_desc_t unwrap_hint(const onednn_descriptor *hint) { return hint ? hint->handle : NULL; }

dnnl_status_t onednn_layout_with_tag(
    int rank, const int64_t *dimensions, dnnl_data_type_t type, dnnl_format_tag_t tag, onednn_layout *result) {
    return dnnl_memory_desc_create_with_tag(&result->descriptor, rank, dimensions, type, tag);
}

void onednn_layout_destroy(onednn_layout *layout) {
    if (!layout) return;
    if (layout->descriptor) dnnl_memory_desc_destroy(layout->descriptor);
    free(layout);
}

bool onednn_layout_equal(const onednn_layout *a, const onednn_layout *b) {
    if (!a->descriptor || !b->descriptor) return a->descriptor == b->descriptor;
    return dnnl_memory_desc_equal(a->descriptor, b->descriptor) == 1;
}

size_t onednn_layout_bytes(const onednn_layout *layout) {
    return layout->descriptor ? dnnl_memory_desc_get_size(layout->descriptor) : 0;
}

dnnl_data_type_t onednn_layout_type(const onednn_layout *layout) {
    dnnl_data_type_t type = dnnl_data_type_undef;
    if (layout->descriptor) dnnl_memory_desc_query(layout->descriptor, dnnl_query_data_type, &type);
    return type;
}

/// Copies a list of the description's; false where it has none.
static bool query_list(const onednn_layout *layout, dnnl_query_t what, int count, dnnl_dims_t result) {
    const dnnl_dims_t *found = NULL;
    if (count == 0) return true;
    if (dnnl_memory_desc_query(layout->descriptor, what, &found) != dnnl_success || !found) return false;
    for (int place = 0; place < count; place++) result[place] = (*found)[place];
    return true;
}

onednn_extent onednn_layout_extent(const onednn_layout *layout) {
    dnnl_dims_t dimensions = {0};
    query_list(layout, dnnl_query_dims, 4, dimensions);
    return (onednn_extent) {dimensions[2], dimensions[3]};
}

bool onednn_layout_blocking(const onednn_layout *layout, onednn_blocking *result) {
    if (!layout->descriptor) return false;
    dnnl_format_kind_t kind = dnnl_format_kind_undef;
    dnnl_dim_t offset = 0;
    int32_t rank = 0, inner_count = 0;
    bool is_known = dnnl_memory_desc_query(layout->descriptor, dnnl_query_format_kind, &kind) == dnnl_success
        && kind == dnnl_blocked
        && dnnl_memory_desc_query(layout->descriptor, dnnl_query_submemory_offset_s64, &offset) == dnnl_success && offset == 0
        && dnnl_memory_desc_query(layout->descriptor, dnnl_query_ndims_s32, &rank) == dnnl_success
        && dnnl_memory_desc_query(layout->descriptor, dnnl_query_inner_nblks_s32, &inner_count) == dnnl_success;
    if (!is_known) return false;
    *result = (onednn_blocking) {.rank = rank, .inner_count = inner_count};
    return query_list(layout, dnnl_query_dims, rank, result->dimensions)
        && query_list(layout, dnnl_query_padded_dims, rank, result->padded)
        && query_list(layout, dnnl_query_strides, rank, result->strides)
        && query_list(layout, dnnl_query_inner_blks, inner_count, result->inner_sizes)
        && query_list(layout, dnnl_query_inner_idxs, inner_count, result->inner_axes);
}

dnnl_status_t onednn_append_sum(dnnl_post_ops_t operations) {
    return dnnl_post_ops_append_sum(operations, 1, 0, dnnl_data_type_undef);
}

dnnl_status_t onednn_append_function(dnnl_post_ops_t operations, onednn_function function, float alpha) {
    return dnnl_post_ops_append_eltwise(operations, onednn_algorithm(function), alpha, 0);
}

int onednn_memory_create(onednn_context *context, const onednn_layout *layout, void *bytes, onednn_memory **result) {
    dnnl_memory_t handle = NULL;
    return onednn_wrap_memory(dnnl_memory_create(&handle, layout->descriptor, context->engine, bytes), handle, result);
}

int onednn_descriptor_layout(const onednn_descriptor *descriptor, onednn_role role, onednn_layout **result) {
    const_dnnl_memory_desc_t found
        = dnnl_primitive_desc_query_md(descriptor->handle, dnnl_query_exec_arg_md, onednn_argument(role));
    onednn_layout *layout = calloc(1, sizeof *layout);
    if (!layout) return dnnl_out_of_memory;
    dnnl_status_t status = found ? dnnl_memory_desc_clone(&layout->descriptor, found) : dnnl_success;
    if (status != dnnl_success) {
        free(layout);
        return status;
    }
    *result = layout;
    return dnnl_success;
}

/// A primitive descriptor made by one of the library's functions, with the attributes that all of them have.
#define CREATE(function, epilogue, ...)                                                                                            \
    do {                                                                                                                           \
        dnnl_primitive_attr_t attributes = NULL;                                                                                   \
        dnnl_status_t status = onednn_attributes(epilogue, &attributes);                                                           \
        if (status != dnnl_success) return status;                                                                                 \
        dnnl_primitive_desc_t handle = NULL;                                                                                       \
        status = function(&handle, __VA_ARGS__, attributes);                                                                       \
        dnnl_primitive_attr_destroy(attributes);                                                                                   \
        return onednn_wrap_descriptor(status, handle, result);                                                                     \
    } while (0)

int onednn_convolution(
    onednn_context *context, onednn_direction direction, onednn_convolution_kind kind, const onednn_layout *source,
    const onednn_layout *weights, const onednn_layout *bias, const onednn_layout *destination, onednn_extent stride,
    onednn_extent dilation, onednn_extent padding, onednn_epilogue epilogue, const onednn_descriptor *hint,
    onednn_descriptor **result) {
    dnnl_alg_kind_t algorithm = kind == onednn_convolution_winograd ? dnnl_convolution_winograd : dnnl_convolution_direct;
    dnnl_dim_t strides[] = {stride.height, stride.width};
    dnnl_dim_t gaps[] = {dilation.height - 1, dilation.width - 1};
    dnnl_dim_t paddings[] = {padding.height, padding.width};
    switch (direction) {
    case onednn_direction_backward_data:
        CREATE(
            dnnl_convolution_backward_data_primitive_desc_create, epilogue, context->engine, algorithm, unwrap(source),
            unwrap(weights), unwrap(destination), strides, gaps, paddings, paddings, unwrap_hint(hint));
    case onednn_direction_backward_weights:
        CREATE(
            dnnl_convolution_backward_weights_primitive_desc_create, epilogue, context->engine, algorithm, unwrap(source),
            unwrap(weights), unwrap(bias), unwrap(destination), strides, gaps, paddings, paddings, unwrap_hint(hint));
    default:
        CREATE(
            dnnl_convolution_forward_primitive_desc_create, epilogue, context->engine, onednn_propagation(direction), algorithm,
            unwrap(source), unwrap(weights), unwrap(bias), unwrap(destination), strides, gaps, paddings, paddings);
    }
}

int onednn_inner_product(
    onednn_context *context, onednn_direction direction, const onednn_layout *source, const onednn_layout *weights,
    const onednn_layout *bias, const onednn_layout *destination, onednn_epilogue epilogue, const onednn_descriptor *hint,
    onednn_descriptor **result) {
    switch (direction) {
    case onednn_direction_backward_data:
        CREATE(
            dnnl_inner_product_backward_data_primitive_desc_create, epilogue, context->engine, unwrap(source), unwrap(weights),
            unwrap(destination), unwrap_hint(hint));
    case onednn_direction_backward_weights:
        CREATE(
            dnnl_inner_product_backward_weights_primitive_desc_create, epilogue, context->engine, unwrap(source),
            unwrap(weights), unwrap(bias), unwrap(destination), unwrap_hint(hint));
    default:
        CREATE(
            dnnl_inner_product_forward_primitive_desc_create, epilogue, context->engine, onednn_propagation(direction),
            unwrap(source), unwrap(weights), unwrap(bias), unwrap(destination));
    }
}

int onednn_pooling(
    onednn_context *context, onednn_direction direction, onednn_pooling_kind kind, const onednn_layout *source,
    const onednn_layout *destination, onednn_extent kernel, onednn_extent stride, onednn_extent padding,
    const onednn_descriptor *hint, onednn_descriptor **result) {
    dnnl_alg_kind_t algorithm = kind == onednn_pooling_max ? dnnl_pooling_max : dnnl_pooling_avg_include_padding;
    dnnl_dim_t kernels[] = {kernel.height, kernel.width};
    dnnl_dim_t strides[] = {stride.height, stride.width};
    dnnl_dim_t gaps[] = {0, 0};
    dnnl_dim_t paddings[] = {padding.height, padding.width};
    dnnl_dim_t endings[2];
    onednn_pooling_endings(source, destination, kernels, strides, paddings, endings);
    if (direction == onednn_direction_backward_data)
        CREATE(
            dnnl_pooling_backward_primitive_desc_create, onednn_plain_store, context->engine, algorithm, unwrap(source),
            unwrap(destination), strides, kernels, gaps, paddings, endings, unwrap_hint(hint));
    CREATE(
        dnnl_pooling_forward_primitive_desc_create, onednn_plain_store, context->engine, onednn_propagation(direction), algorithm,
        unwrap(source), unwrap(destination), strides, kernels, gaps, paddings, endings);
}

int onednn_elementwise(
    onednn_context *context, onednn_direction direction, onednn_function function, float alpha, const onednn_layout *data,
    const onednn_layout *gradient, const onednn_descriptor *hint, onednn_descriptor **result) {
    dnnl_alg_kind_t algorithm = onednn_algorithm_from_destination(function);
    if (direction == onednn_direction_backward_data)
        CREATE(
            dnnl_eltwise_backward_primitive_desc_create, onednn_plain_store, context->engine, algorithm, unwrap(gradient),
            unwrap(gradient), unwrap(data), alpha, 0, unwrap_hint(hint));
    CREATE(
        dnnl_eltwise_forward_primitive_desc_create, onednn_plain_store, context->engine, onednn_propagation(direction), algorithm,
        unwrap(data), unwrap(data), alpha, 0);
}

int onednn_softmax(
    onednn_context *context, onednn_direction direction, const onednn_layout *data, const onednn_layout *gradient,
    const onednn_descriptor *hint, onednn_descriptor **result) {
    if (direction == onednn_direction_backward_data)
        CREATE(
            dnnl_softmax_backward_primitive_desc_create, onednn_plain_store, context->engine, dnnl_softmax_accurate,
            unwrap(gradient), unwrap(gradient), unwrap(data), 1, unwrap_hint(hint));
    CREATE(
        dnnl_softmax_forward_primitive_desc_create, onednn_plain_store, context->engine, onednn_propagation(direction),
        dnnl_softmax_accurate, unwrap(data), unwrap(data), 1);
}

int onednn_binary(
    onednn_context *context, onednn_binary_kind kind, const onednn_layout *first, const onednn_layout *second,
    const onednn_layout *destination, onednn_epilogue epilogue, onednn_descriptor **result) {
    CREATE(
        dnnl_binary_primitive_desc_create, epilogue, context->engine,
        kind == onednn_binary_add ? dnnl_binary_add : dnnl_binary_mul, unwrap(first), unwrap(second), unwrap(destination));
}

int onednn_reorder(
    onednn_context *context, const onednn_layout *source, const onednn_layout *destination, onednn_descriptor **result) {
    CREATE(
        dnnl_reorder_primitive_desc_create, onednn_plain_store, unwrap(source), context->engine, unwrap(destination),
        context->engine);
}

#endif
