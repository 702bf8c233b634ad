// Operations for given layouts: what is the same in all versions of the library.
#include "internal.h"

#if ONEDNN_IS_SUPPORTED

dnnl_alg_kind_t onednn_algorithm(onednn_function function) {
    switch (function) {
    case onednn_function_relu: return dnnl_eltwise_relu;
    case onednn_function_logistic: return dnnl_eltwise_logistic;
    case onednn_function_tanh: return dnnl_eltwise_tanh;
    case onednn_function_none: return dnnl_alg_kind_undef;
    }
}

dnnl_alg_kind_t onednn_algorithm_from_destination(onednn_function function) {
    switch (function) {
    case onednn_function_relu: return dnnl_eltwise_relu_use_dst_for_bwd;
    case onednn_function_logistic: return dnnl_eltwise_logistic_use_dst_for_bwd;
    case onednn_function_tanh: return dnnl_eltwise_tanh_use_dst_for_bwd;
    case onednn_function_none: return dnnl_alg_kind_undef;
    }
}

dnnl_prop_kind_t onednn_propagation(onednn_direction direction) {
    switch (direction) {
    case onednn_direction_training: return dnnl_forward_training;
    case onednn_direction_inference: return dnnl_forward_inference;
    case onednn_direction_backward_data: return dnnl_backward_data;
    case onednn_direction_backward_weights: return dnnl_backward_weights;
    }
}

void onednn_pooling_endings(
    const onednn_layout *source, const onednn_layout *destination, const dnnl_dims_t kernels, const dnnl_dims_t strides,
    const dnnl_dims_t paddings, dnnl_dim_t *result) {
    const onednn_extent from = onednn_layout_extent(source), to = onednn_layout_extent(destination);
    result[0] = (to.height - 1) * strides[0] + kernels[0] - paddings[0] - from.height;
    result[1] = (to.width - 1) * strides[1] + kernels[1] - paddings[1] - from.width;
}

const onednn_epilogue onednn_plain_store = {false, onednn_function_none, 0};

dnnl_status_t onednn_attributes(onednn_epilogue epilogue, dnnl_primitive_attr_t *result) {
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_post_ops_t operations = NULL;
    dnnl_status_t status = dnnl_primitive_attr_create(&attributes);
    if (status == dnnl_success) status = dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user);
    if (status == dnnl_success) status = dnnl_post_ops_create(&operations);
    if (status == dnnl_success && epilogue.adds_destination) status = onednn_append_sum(operations);
    if (status == dnnl_success && epilogue.function != onednn_function_none)
        status = onednn_append_function(operations, epilogue.function, epilogue.alpha);
    if (status == dnnl_success) status = dnnl_primitive_attr_set_post_ops(attributes, operations);
    if (operations) dnnl_post_ops_destroy(operations);
    if (status != dnnl_success && attributes) {
        dnnl_primitive_attr_destroy(attributes);
        attributes = NULL;
    }
    *result = attributes;
    return status;
}

int onednn_wrap_descriptor(dnnl_status_t status, dnnl_primitive_desc_t handle, onednn_descriptor **result) {
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

void onednn_descriptor_destroy(onednn_descriptor *descriptor) {
    if (!descriptor) return;
    dnnl_primitive_desc_destroy(descriptor->handle);
    free(descriptor);
}

const char *onednn_descriptor_implementation(const onednn_descriptor *descriptor) {
    const char *text = NULL;
    dnnl_status_t status = dnnl_primitive_desc_query(descriptor->handle, dnnl_query_impl_info_str, 0, &text);
    return status == dnnl_success && text ? text : "unknown";
}

#endif
