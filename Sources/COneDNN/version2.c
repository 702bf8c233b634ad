// oneDNN 2: layouts are structs of the caller's, and an operation is described first and then turned into a primitive descriptor.
#include "internal.h"

#if ONEDNN_IS_SUPPORTED && DNNL_VERSION_MAJOR == 2

#include <string.h>

static const dnnl_memory_desc_t *unwrap(const onednn_layout *layout) { return layout ? &layout->descriptor : NULL; }

dnnl_status_t onednn_layout_with_tag(
    int rank, const int64_t *dimensions, dnnl_data_type_t type, dnnl_format_tag_t tag, onednn_layout *result) {
    return dnnl_memory_desc_init_by_tag(&result->descriptor, rank, dimensions, type, tag);
}

void onednn_layout_destroy(onednn_layout *layout) { free(layout); }

bool onednn_layout_equal(const onednn_layout *a, const onednn_layout *b) {
    return dnnl_memory_desc_equal(&a->descriptor, &b->descriptor) == 1;
}

size_t onednn_layout_bytes(const onednn_layout *layout) { return dnnl_memory_desc_get_size(&layout->descriptor); }

dnnl_data_type_t onednn_layout_type(const onednn_layout *layout) { return layout->descriptor.data_type; }

onednn_extent onednn_layout_extent(const onednn_layout *layout) {
    return (onednn_extent) {layout->descriptor.dims[2], layout->descriptor.dims[3]};
}

bool onednn_layout_blocking(const onednn_layout *layout, onednn_blocking *result) {
    const dnnl_memory_desc_t *d = &layout->descriptor;
    if (d->format_kind != dnnl_blocked || d->offset0 != 0) return false;
    const dnnl_blocking_desc_t *order = &d->format_desc.blocking;
    *result = (onednn_blocking) {.rank = d->ndims, .inner_count = order->inner_nblks};
    memcpy(result->dimensions, d->dims, sizeof d->dims);
    memcpy(result->padded, d->padded_dims, sizeof d->padded_dims);
    memcpy(result->strides, order->strides, sizeof order->strides);
    memcpy(result->inner_sizes, order->inner_blks, sizeof order->inner_blks);
    memcpy(result->inner_axes, order->inner_idxs, sizeof order->inner_idxs);
    return true;
}

dnnl_status_t onednn_append_sum(dnnl_post_ops_t operations) { return dnnl_post_ops_append_sum(operations, 1); }

dnnl_status_t onednn_append_function(dnnl_post_ops_t operations, onednn_function function, float alpha) {
    return dnnl_post_ops_append_eltwise(operations, 1, onednn_algorithm(function), alpha, 0);
}

int onednn_memory_create(onednn_context *context, const onednn_layout *layout, void *bytes, onednn_memory **result) {
    dnnl_memory_t handle = NULL;
    return onednn_wrap_memory(dnnl_memory_create(&handle, &layout->descriptor, context->engine, bytes), handle, result);
}

int onednn_descriptor_layout(const onednn_descriptor *descriptor, onednn_role role, onednn_layout **result) {
    const dnnl_memory_desc_t *found
        = dnnl_primitive_desc_query_md(descriptor->handle, dnnl_query_exec_arg_md, onednn_argument(role));
    onednn_layout *layout = calloc(1, sizeof *layout);
    if (!layout) return dnnl_out_of_memory;
    if (found) layout->descriptor = *found;
    *result = layout;
    return dnnl_success;
}

static int describe(
    onednn_context *context, const_dnnl_op_desc_t operation, onednn_epilogue epilogue, const onednn_descriptor *hint,
    onednn_descriptor **result) {
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = onednn_attributes(epilogue, &attributes);
    if (status != dnnl_success) return status;
    dnnl_primitive_desc_t handle = NULL;
    status = dnnl_primitive_desc_create(&handle, operation, attributes, context->engine, hint ? hint->handle : NULL);
    dnnl_primitive_attr_destroy(attributes);
    return onednn_wrap_descriptor(status, handle, result);
}

int onednn_convolution(
    onednn_context *context, onednn_direction direction, onednn_convolution_kind kind, const onednn_layout *source,
    const onednn_layout *weights, const onednn_layout *bias, const onednn_layout *destination, onednn_extent stride,
    onednn_extent dilation, onednn_extent padding, onednn_epilogue epilogue, const onednn_descriptor *hint,
    onednn_descriptor **result) {
    dnnl_alg_kind_t algorithm = kind == onednn_convolution_winograd ? dnnl_convolution_winograd : dnnl_convolution_direct;
    dnnl_dim_t strides[] = {stride.height, stride.width};
    dnnl_dim_t gaps[] = {dilation.height - 1, dilation.width - 1};
    dnnl_dim_t paddings[] = {padding.height, padding.width};
    dnnl_convolution_desc_t operation;
    dnnl_status_t status;
    switch (direction) {
    case onednn_direction_backward_data:
        status = dnnl_dilated_convolution_backward_data_desc_init(
            &operation, algorithm, unwrap(source), unwrap(weights), unwrap(destination), strides, gaps, paddings, paddings);
        break;
    case onednn_direction_backward_weights:
        status = dnnl_dilated_convolution_backward_weights_desc_init(
            &operation, algorithm, unwrap(source), unwrap(weights), unwrap(bias), unwrap(destination), strides, gaps, paddings,
            paddings);
        break;
    default:
        status = dnnl_dilated_convolution_forward_desc_init(
            &operation, onednn_propagation(direction), algorithm, unwrap(source), unwrap(weights), unwrap(bias), unwrap(destination),
            strides, gaps, paddings, paddings);
    }
    return status == dnnl_success ? describe(context, &operation, epilogue, hint, result) : status;
}

int onednn_inner_product(
    onednn_context *context, onednn_direction direction, const onednn_layout *source, const onednn_layout *weights,
    const onednn_layout *bias, const onednn_layout *destination, onednn_epilogue epilogue, const onednn_descriptor *hint,
    onednn_descriptor **result) {
    dnnl_inner_product_desc_t operation;
    dnnl_status_t status;
    switch (direction) {
    case onednn_direction_backward_data:
        status = dnnl_inner_product_backward_data_desc_init(&operation, unwrap(source), unwrap(weights), unwrap(destination));
        break;
    case onednn_direction_backward_weights:
        status = dnnl_inner_product_backward_weights_desc_init(
            &operation, unwrap(source), unwrap(weights), unwrap(bias), unwrap(destination));
        break;
    default:
        status = dnnl_inner_product_forward_desc_init(
            &operation, onednn_propagation(direction), unwrap(source), unwrap(weights), unwrap(bias), unwrap(destination));
    }
    return status == dnnl_success ? describe(context, &operation, epilogue, hint, result) : status;
}

int onednn_pooling(
    onednn_context *context, onednn_direction direction, onednn_pooling_kind kind, const onednn_layout *source,
    const onednn_layout *destination, onednn_extent kernel, onednn_extent stride, onednn_extent padding,
    const onednn_descriptor *hint, onednn_descriptor **result) {
    dnnl_alg_kind_t algorithm = kind == onednn_pooling_max ? dnnl_pooling_max : dnnl_pooling_avg_include_padding;
    dnnl_dim_t kernels[] = {kernel.height, kernel.width};
    dnnl_dim_t strides[] = {stride.height, stride.width};
    dnnl_dim_t paddings[] = {padding.height, padding.width};
    dnnl_dim_t endings[2];
    onednn_pooling_endings(source, destination, kernels, strides, paddings, endings);
    dnnl_pooling_desc_t operation;
    dnnl_status_t status = direction == onednn_direction_backward_data
        ? dnnl_pooling_backward_desc_init(
              &operation, algorithm, unwrap(source), unwrap(destination), strides, kernels, paddings, endings)
        : dnnl_pooling_forward_desc_init(
              &operation, onednn_propagation(direction), algorithm, unwrap(source), unwrap(destination), strides, kernels, paddings,
              endings);
    return status == dnnl_success ? describe(context, &operation, onednn_plain_store, hint, result) : status;
}

int onednn_elementwise(
    onednn_context *context, onednn_direction direction, onednn_function function, float alpha, const onednn_layout *data,
    const onednn_layout *gradient, const onednn_descriptor *hint, onednn_descriptor **result) {
    dnnl_eltwise_desc_t operation;
    dnnl_status_t status = direction == onednn_direction_backward_data
        ? dnnl_eltwise_backward_desc_init(&operation, onednn_algorithm_from_destination(function), unwrap(gradient), unwrap(data), alpha, 0)
        : dnnl_eltwise_forward_desc_init(
              &operation, onednn_propagation(direction), onednn_algorithm_from_destination(function), unwrap(data), alpha, 0);
    return status == dnnl_success ? describe(context, &operation, onednn_plain_store, hint, result) : status;
}

int onednn_softmax(
    onednn_context *context, onednn_direction direction, const onednn_layout *data, const onednn_layout *gradient,
    const onednn_descriptor *hint, onednn_descriptor **result) {
#if DNNL_VERSION_MINOR >= 6
    dnnl_softmax_v2_desc_t operation;
    dnnl_status_t status = direction == onednn_direction_backward_data
        ? dnnl_softmax_v2_backward_desc_init(
              &operation, dnnl_softmax_accurate, unwrap(gradient), unwrap(gradient), unwrap(data), 1)
        : dnnl_softmax_v2_forward_desc_init(
              &operation, onednn_propagation(direction), dnnl_softmax_accurate, unwrap(data), unwrap(data), 1);
#else
    dnnl_softmax_desc_t operation;
    dnnl_status_t status = direction == onednn_direction_backward_data
        ? dnnl_softmax_backward_desc_init(&operation, unwrap(gradient), unwrap(data), 1)
        : dnnl_softmax_forward_desc_init(&operation, onednn_propagation(direction), unwrap(data), 1);
#endif
    return status == dnnl_success ? describe(context, &operation, onednn_plain_store, hint, result) : status;
}

int onednn_binary(
    onednn_context *context, onednn_binary_kind kind, const onednn_layout *first, const onednn_layout *second,
    const onednn_layout *destination, onednn_epilogue epilogue, onednn_descriptor **result) {
    dnnl_binary_desc_t operation;
    dnnl_status_t status = dnnl_binary_desc_init(
        &operation, kind == onednn_binary_add ? dnnl_binary_add : dnnl_binary_mul, unwrap(first), unwrap(second),
        unwrap(destination));
    return status == dnnl_success ? describe(context, &operation, epilogue, NULL, result) : status;
}

int onednn_reorder(
    onednn_context *context, const onednn_layout *source, const onednn_layout *destination, onednn_descriptor **result) {
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = onednn_attributes(onednn_plain_store, &attributes);
    if (status != dnnl_success) return status;
    dnnl_primitive_desc_t handle = NULL;
    status = dnnl_reorder_primitive_desc_create(
        &handle, unwrap(source), context->engine, unwrap(destination), context->engine, attributes);
    dnnl_primitive_attr_destroy(attributes);
    return onednn_wrap_descriptor(status, handle, result);
}

#endif
