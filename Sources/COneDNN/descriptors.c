// Operations for given layouts. In oneDNN 2 an operation is described first and then turned into a primitive descriptor; the scratchpad
// is always the user's, since the library's own is bound to the thread that created the primitive.
#include "internal.h"

dnnl_alg_kind_t onednn_algorithm(onednn_function function) {
    switch (function) {
    case onednn_function_relu: return dnnl_eltwise_relu;
    case onednn_function_logistic: return dnnl_eltwise_logistic;
    case onednn_function_tanh: return dnnl_eltwise_tanh;
    case onednn_function_none: return dnnl_alg_kind_undef;
    }
}

static dnnl_alg_kind_t from_destination(onednn_function function) {
    switch (function) {
    case onednn_function_relu: return dnnl_eltwise_relu_use_dst_for_bwd;
    case onednn_function_logistic: return dnnl_eltwise_logistic_use_dst_for_bwd;
    case onednn_function_tanh: return dnnl_eltwise_tanh_use_dst_for_bwd;
    case onednn_function_none: return dnnl_alg_kind_undef;
    }
}

static dnnl_prop_kind_t propagation(onednn_direction direction) {
    switch (direction) {
    case onednn_direction_training: return dnnl_forward_training;
    case onednn_direction_inference: return dnnl_forward_inference;
    case onednn_direction_backward_data: return dnnl_backward_data;
    case onednn_direction_backward_weights: return dnnl_backward_weights;
    case onednn_direction_backward: return dnnl_backward;
    }
}

static const dnnl_memory_desc_t *unwrap(const onednn_layout *layout) { return layout ? &layout->descriptor : NULL; }

static dnnl_status_t make_attributes(onednn_epilogue epilogue, dnnl_primitive_attr_t *result) {
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_post_ops_t operations = NULL;
    dnnl_status_t status = dnnl_primitive_attr_create(&attributes);
    if (status == dnnl_success) status = dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user);
    if (status == dnnl_success) status = dnnl_post_ops_create(&operations);
    if (status == dnnl_success && epilogue.adds_destination) status = dnnl_post_ops_append_sum(operations, 1);
    if (status == dnnl_success && epilogue.function != onednn_function_none)
        status = dnnl_post_ops_append_eltwise(operations, 1, onednn_algorithm(epilogue.function), epilogue.alpha, 0);
    if (status == dnnl_success) status = dnnl_primitive_attr_set_post_ops(attributes, operations);
    if (operations) dnnl_post_ops_destroy(operations);
    if (status != dnnl_success && attributes) {
        dnnl_primitive_attr_destroy(attributes);
        attributes = NULL;
    }
    *result = attributes;
    return status;
}

static int wrap(dnnl_status_t status, dnnl_primitive_desc_t handle, onednn_descriptor **result) {
    if (status != dnnl_success) return status;
    onednn_descriptor *descriptor = calloc(1, sizeof *descriptor);
    if (!descriptor) {
        dnnl_primitive_desc_destroy(handle);
        return dnnl_out_of_memory;
    }
    descriptor->handle = handle;
    *result = descriptor;
    return dnnl_success;
}

static int describe(
    onednn_context *context, const_dnnl_op_desc_t operation, onednn_epilogue epilogue, const onednn_descriptor *hint,
    onednn_descriptor **result) {
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = make_attributes(epilogue, &attributes);
    if (status != dnnl_success) return status;
    dnnl_primitive_desc_t handle = NULL;
    status = dnnl_primitive_desc_create(&handle, operation, attributes, context->engine, hint ? hint->handle : NULL);
    dnnl_primitive_attr_destroy(attributes);
    return wrap(status, handle, result);
}

static const onednn_epilogue plain_store = {false, onednn_function_none, 0};

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
            &operation, propagation(direction), algorithm, unwrap(source), unwrap(weights), unwrap(bias), unwrap(destination),
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
            &operation, propagation(direction), unwrap(source), unwrap(weights), unwrap(bias), unwrap(destination));
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
    // Where the last window would not fit, the padding at the end is less than the one at the beginning, or negative.
    dnnl_dim_t endings[2];
    for (int side = 0; side < 2; side++) {
        dnnl_dim_t places = destination->descriptor.dims[2 + side];
        endings[side] = (places - 1) * strides[side] + kernels[side] - paddings[side] - source->descriptor.dims[2 + side];
    }
    dnnl_pooling_desc_t operation;
    dnnl_status_t status = direction == onednn_direction_backward_data
        ? dnnl_pooling_backward_desc_init(
              &operation, algorithm, unwrap(source), unwrap(destination), strides, kernels, paddings, endings)
        : dnnl_pooling_forward_desc_init(
              &operation, propagation(direction), algorithm, unwrap(source), unwrap(destination), strides, kernels, paddings,
              endings);
    return status == dnnl_success ? describe(context, &operation, plain_store, hint, result) : status;
}

int onednn_batch_normalization(
    onednn_context *context, onednn_direction direction, const onednn_layout *data, const onednn_layout *gradient, float epsilon,
    bool fused_relu, const onednn_descriptor *hint, onednn_descriptor **result) {
    unsigned flags = dnnl_use_scale | dnnl_use_shift;
    if (fused_relu) flags |= dnnl_fuse_norm_relu;
    if (direction == onednn_direction_inference) flags |= dnnl_use_global_stats;
    dnnl_batch_normalization_desc_t operation;
    dnnl_status_t status = direction == onednn_direction_backward
        ? dnnl_batch_normalization_backward_desc_init(
              &operation, dnnl_backward, unwrap(gradient), unwrap(data), epsilon, flags)
        : dnnl_batch_normalization_forward_desc_init(&operation, propagation(direction), unwrap(data), epsilon, flags);
    return status == dnnl_success ? describe(context, &operation, plain_store, hint, result) : status;
}

int onednn_elementwise(
    onednn_context *context, onednn_direction direction, onednn_function function, float alpha, const onednn_layout *data,
    const onednn_layout *gradient, const onednn_descriptor *hint, onednn_descriptor **result) {
    dnnl_eltwise_desc_t operation;
    dnnl_status_t status = direction == onednn_direction_backward_data
        ? dnnl_eltwise_backward_desc_init(&operation, from_destination(function), unwrap(gradient), unwrap(data), alpha, 0)
        : dnnl_eltwise_forward_desc_init(
              &operation, propagation(direction), from_destination(function), unwrap(data), alpha, 0);
    return status == dnnl_success ? describe(context, &operation, plain_store, hint, result) : status;
}

int onednn_softmax(
    onednn_context *context, onednn_direction direction, const onednn_layout *data, const onednn_layout *gradient,
    const onednn_descriptor *hint, onednn_descriptor **result) {
    dnnl_softmax_v2_desc_t operation;
    dnnl_status_t status = direction == onednn_direction_backward_data
        ? dnnl_softmax_v2_backward_desc_init(
              &operation, dnnl_softmax_accurate, unwrap(gradient), unwrap(gradient), unwrap(data), 1)
        : dnnl_softmax_v2_forward_desc_init(
              &operation, propagation(direction), dnnl_softmax_accurate, unwrap(data), unwrap(data), 1);
    return status == dnnl_success ? describe(context, &operation, plain_store, hint, result) : status;
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
    dnnl_status_t status = make_attributes(plain_store, &attributes);
    if (status != dnnl_success) return status;
    dnnl_primitive_desc_t handle = NULL;
    status = dnnl_reorder_primitive_desc_create(
        &handle, unwrap(source), context->engine, unwrap(destination), context->engine, attributes);
    dnnl_primitive_attr_destroy(attributes);
    return wrap(status, handle, result);
}

void onednn_descriptor_destroy(onednn_descriptor *descriptor) {
    if (!descriptor) return;
    dnnl_primitive_desc_destroy(descriptor->handle);
    free(descriptor);
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

const char *onednn_descriptor_implementation(const onednn_descriptor *descriptor) {
    const char *text = NULL;
    dnnl_status_t status = dnnl_primitive_desc_query(descriptor->handle, dnnl_query_impl_info_str, 0, &text);
    return status == dnnl_success && text ? text : "unknown";
}
