#include "COneDNN.h"

#include <string.h>

static const dnnl_data_type_t f32 = dnnl_f32;

/// Ends every creation: attributes with the caller's scratchpad, then the descriptor.
static dnnl_status_t finish(dnnl_primitive_desc_t *descriptor, const void *operation, bool relu, dnnl_engine_t engine,
                            const_dnnl_primitive_desc_t hint) {
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_post_ops_t after = NULL;
    dnnl_status_t status = dnnl_primitive_attr_create(&attributes);
    if (status == dnnl_success) status = dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user);
    if (status == dnnl_success && relu) {
        status = dnnl_post_ops_create(&after);
        if (status == dnnl_success) status = dnnl_post_ops_append_eltwise(after, 1.f, dnnl_eltwise_relu, 0.f, 0.f);
        if (status == dnnl_success) status = dnnl_primitive_attr_set_post_ops(attributes, after);
    }
    if (status == dnnl_success) status = dnnl_primitive_desc_create(descriptor, operation, attributes, engine, hint);
    if (after) dnnl_post_ops_destroy(after);
    if (attributes) dnnl_primitive_attr_destroy(attributes);
    return status;
}

static dnnl_prop_kind_t forward_kind(bool training) { return training ? dnnl_forward_training : dnnl_forward_inference; }

static dnnl_status_t any_layout(dnnl_memory_desc_t *layout, int count, const int64_t *dimensions) {
    return dnnl_memory_desc_init_by_tag(layout, count, dimensions, f32, dnnl_format_tag_any);
}

dnnl_status_t shim_plain_layout(dnnl_memory_desc_t *layout, int count, const int64_t *dimensions) {
    static const dnnl_format_tag_t tags[] = {dnnl_a, dnnl_ab, dnnl_abc, dnnl_abcd, dnnl_abcde};
    if (count < 1 || count > 5) return dnnl_invalid_arguments;
    return dnnl_memory_desc_init_by_tag(layout, count, dimensions, f32, tags[count - 1]);
}

const dnnl_memory_desc_t *shim_query_layout(const_dnnl_primitive_desc_t descriptor, dnnl_query_t which, int index) {
    return dnnl_primitive_desc_query_md(descriptor, which, index);
}

size_t shim_scratchpad_size(const_dnnl_primitive_desc_t descriptor) {
    const dnnl_memory_desc_t *layout = dnnl_primitive_desc_query_md(descriptor, dnnl_query_scratchpad_md, 0);
    return layout ? dnnl_memory_desc_get_size(layout) : 0;
}

const char *shim_implementation(const_dnnl_primitive_desc_t descriptor) {
    const char *name = NULL;
    if (dnnl_primitive_desc_query(descriptor, dnnl_query_impl_info_str, 0, &name) != dnnl_success) return "";
    return name ? name : "";
}

// Convolution

typedef struct {
    dnnl_memory_desc_t source, weights, bias, destination;
    dnnl_dims_t strides, dilations, padding;
} convolution_layouts;

static dnnl_status_t describe(const shim_window *w, convolution_layouts *l) {
    const int64_t source[] = {w->images, w->input_channels, w->input_height, w->input_width};
    const int64_t destination[] = {w->images, w->output_channels, w->output_height, w->output_width};
    const int64_t plain[] = {w->output_channels, w->input_channels, w->kernel_height, w->kernel_width};
    const int64_t grouped[] = {w->groups, w->output_channels / w->groups, w->input_channels / w->groups, w->kernel_height,
                               w->kernel_width};
    l->strides[0] = w->stride_height;
    l->strides[1] = w->stride_width;
    l->dilations[0] = w->dilation_height - 1;
    l->dilations[1] = w->dilation_width - 1;
    l->padding[0] = w->padding_height;
    l->padding[1] = w->padding_width;
    dnnl_status_t status = any_layout(&l->source, 4, source);
    if (status == dnnl_success) status = any_layout(&l->destination, 4, destination);
    if (status == dnnl_success) status = w->groups == 1 ? any_layout(&l->weights, 4, plain) : any_layout(&l->weights, 5, grouped);
    if (status == dnnl_success) status = any_layout(&l->bias, 1, destination + 1);
    return status;
}

static dnnl_alg_kind_t kind(shim_algorithm algorithm) {
    return algorithm == shim_winograd ? dnnl_convolution_winograd : dnnl_convolution_direct;
}

dnnl_status_t shim_convolution_forward(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, const shim_window *window, bool bias,
                                       bool relu, bool training, shim_algorithm algorithm) {
    convolution_layouts l;
    dnnl_convolution_desc_t operation;
    dnnl_status_t status = describe(window, &l);
    if (status == dnnl_success)
        status = dnnl_dilated_convolution_forward_desc_init(&operation, forward_kind(training), kind(algorithm), &l.source, &l.weights,
                                                            bias ? &l.bias : NULL, &l.destination, l.strides, l.dilations, l.padding,
                                                            l.padding);
    return status == dnnl_success ? finish(descriptor, &operation, relu, engine, NULL) : status;
}

dnnl_status_t shim_convolution_backward_data(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, const shim_window *window,
                                             shim_algorithm algorithm, const_dnnl_primitive_desc_t forward) {
    convolution_layouts l;
    dnnl_convolution_desc_t operation;
    dnnl_status_t status = describe(window, &l);
    if (status == dnnl_success)
        status = dnnl_dilated_convolution_backward_data_desc_init(&operation, kind(algorithm), &l.source, &l.weights, &l.destination,
                                                                  l.strides, l.dilations, l.padding, l.padding);
    return status == dnnl_success ? finish(descriptor, &operation, false, engine, forward) : status;
}

dnnl_status_t shim_convolution_backward_weights(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, const shim_window *window,
                                                bool bias, shim_algorithm algorithm, const_dnnl_primitive_desc_t forward) {
    convolution_layouts l;
    dnnl_convolution_desc_t operation;
    dnnl_status_t status = describe(window, &l);
    if (status == dnnl_success)
        status = dnnl_dilated_convolution_backward_weights_desc_init(&operation, kind(algorithm), &l.source, &l.weights,
                                                                     bias ? &l.bias : NULL, &l.destination, l.strides, l.dilations,
                                                                     l.padding, l.padding);
    return status == dnnl_success ? finish(descriptor, &operation, false, engine, forward) : status;
}

// Linear

typedef struct {
    dnnl_memory_desc_t source, weights, bias, destination;
} linear_layouts;

static dnnl_status_t describe_linear(int count, const int64_t *dimensions, int64_t features, linear_layouts *l) {
    int64_t weights[5];
    if (count < 2 || count > 5) return dnnl_invalid_arguments;
    memcpy(weights, dimensions, sizeof(int64_t) * (size_t)count);
    weights[0] = features;
    const int64_t destination[] = {dimensions[0], features};
    dnnl_status_t status = any_layout(&l->source, count, dimensions);
    if (status == dnnl_success) status = any_layout(&l->weights, count, weights);
    if (status == dnnl_success) status = any_layout(&l->bias, 1, &features);
    if (status == dnnl_success) status = any_layout(&l->destination, 2, destination);
    return status;
}

dnnl_status_t shim_linear_forward(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, int count, const int64_t *dimensions,
                                  int64_t features, bool bias, bool training) {
    linear_layouts l;
    dnnl_inner_product_desc_t operation;
    dnnl_status_t status = describe_linear(count, dimensions, features, &l);
    if (status == dnnl_success)
        status = dnnl_inner_product_forward_desc_init(&operation, forward_kind(training), &l.source, &l.weights,
                                                      bias ? &l.bias : NULL, &l.destination);
    return status == dnnl_success ? finish(descriptor, &operation, false, engine, NULL) : status;
}

dnnl_status_t shim_linear_backward_data(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, int count, const int64_t *dimensions,
                                        int64_t features, const_dnnl_primitive_desc_t forward) {
    linear_layouts l;
    dnnl_inner_product_desc_t operation;
    dnnl_status_t status = describe_linear(count, dimensions, features, &l);
    if (status == dnnl_success)
        status = dnnl_inner_product_backward_data_desc_init(&operation, &l.source, &l.weights, &l.destination);
    return status == dnnl_success ? finish(descriptor, &operation, false, engine, forward) : status;
}

dnnl_status_t shim_linear_backward_weights(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, int count,
                                           const int64_t *dimensions, int64_t features, bool bias,
                                           const_dnnl_primitive_desc_t forward) {
    linear_layouts l;
    dnnl_inner_product_desc_t operation;
    dnnl_status_t status = describe_linear(count, dimensions, features, &l);
    if (status == dnnl_success)
        status = dnnl_inner_product_backward_weights_desc_init(&operation, &l.source, &l.weights, bias ? &l.bias : NULL,
                                                               &l.destination);
    return status == dnnl_success ? finish(descriptor, &operation, false, engine, forward) : status;
}

// Batch normalisation

static unsigned batch_norm_flags(bool relu, bool training) {
    unsigned flags = dnnl_use_scale | dnnl_use_shift;
    if (relu) flags |= dnnl_fuse_norm_relu;
    if (!training) flags |= dnnl_use_global_stats;
    return flags;
}

dnnl_status_t shim_batch_norm_forward(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, const dnnl_memory_desc_t *layout,
                                      float epsilon, bool relu, bool training) {
    dnnl_batch_normalization_desc_t operation;
    dnnl_status_t status = dnnl_batch_normalization_forward_desc_init(&operation, forward_kind(training), layout, epsilon,
                                                                      batch_norm_flags(relu, training));
    return status == dnnl_success ? finish(descriptor, &operation, false, engine, NULL) : status;
}

dnnl_status_t shim_batch_norm_backward(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, const dnnl_memory_desc_t *gradient,
                                       const dnnl_memory_desc_t *layout, float epsilon, bool relu,
                                       const_dnnl_primitive_desc_t forward) {
    dnnl_batch_normalization_desc_t operation;
    dnnl_status_t status = dnnl_batch_normalization_backward_desc_init(&operation, dnnl_backward, gradient, layout, epsilon,
                                                                       batch_norm_flags(relu, true));
    return status == dnnl_success ? finish(descriptor, &operation, false, engine, forward) : status;
}

// Functions of single values

static dnnl_alg_kind_t forward_function(shim_function function) {
    switch (function) {
    case shim_sigmoid: return dnnl_eltwise_logistic;
    case shim_tanh: return dnnl_eltwise_tanh;
    default: return dnnl_eltwise_relu;
    }
}

static dnnl_alg_kind_t backward_function(shim_function function) {
    switch (function) {
    case shim_sigmoid: return dnnl_eltwise_logistic_use_dst_for_bwd;
    case shim_tanh: return dnnl_eltwise_tanh_use_dst_for_bwd;
    default: return dnnl_eltwise_relu_use_dst_for_bwd;
    }
}

dnnl_status_t shim_function_forward(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, shim_function function, float slope,
                                    const dnnl_memory_desc_t *layout, bool training) {
    dnnl_eltwise_desc_t operation;
    dnnl_status_t status =
        dnnl_eltwise_forward_desc_init(&operation, forward_kind(training), forward_function(function), layout, slope, 0.f);
    return status == dnnl_success ? finish(descriptor, &operation, false, engine, NULL) : status;
}

dnnl_status_t shim_function_backward(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, shim_function function, float slope,
                                     const dnnl_memory_desc_t *gradient, const dnnl_memory_desc_t *layout,
                                     const_dnnl_primitive_desc_t forward) {
    dnnl_eltwise_desc_t operation;
    dnnl_status_t status = dnnl_eltwise_backward_desc_init(&operation, backward_function(function), gradient, layout, slope, 0.f);
    return status == dnnl_success ? finish(descriptor, &operation, false, engine, forward) : status;
}

// Pooling

static dnnl_status_t any_pooled(const shim_window *w, dnnl_memory_desc_t *layout) {
    const int64_t dimensions[] = {w->images, w->output_channels, w->output_height, w->output_width};
    return any_layout(layout, 4, dimensions);
}

dnnl_status_t shim_pooling_forward(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, const shim_window *w, bool average,
                                   const dnnl_memory_desc_t *source, bool training) {
    dnnl_memory_desc_t destination;
    dnnl_pooling_desc_t operation;
    const dnnl_dims_t strides = {w->stride_height, w->stride_width};
    const dnnl_dims_t kernel = {w->kernel_height, w->kernel_width};
    const dnnl_dims_t padding = {w->padding_height, w->padding_width};
    dnnl_status_t status = any_pooled(w, &destination);
    if (status == dnnl_success)
        status = dnnl_pooling_forward_desc_init(&operation, forward_kind(training),
                                                average ? dnnl_pooling_avg_include_padding : dnnl_pooling_max, source, &destination,
                                                strides, kernel, padding, padding);
    return status == dnnl_success ? finish(descriptor, &operation, false, engine, NULL) : status;
}

dnnl_status_t shim_pooling_backward(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, const shim_window *w, bool average,
                                    const dnnl_memory_desc_t *source, const dnnl_memory_desc_t *destination,
                                    const_dnnl_primitive_desc_t forward) {
    dnnl_pooling_desc_t operation;
    const dnnl_dims_t strides = {w->stride_height, w->stride_width};
    const dnnl_dims_t kernel = {w->kernel_height, w->kernel_width};
    const dnnl_dims_t padding = {w->padding_height, w->padding_width};
    dnnl_status_t status =
        dnnl_pooling_backward_desc_init(&operation, average ? dnnl_pooling_avg_include_padding : dnnl_pooling_max, source, destination,
                                        strides, kernel, padding, padding);
    return status == dnnl_success ? finish(descriptor, &operation, false, engine, forward) : status;
}

// Softmax, sums and products, reorders

dnnl_status_t shim_softmax_forward(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, const dnnl_memory_desc_t *layout,
                                   bool training) {
    dnnl_softmax_desc_t operation;
    dnnl_status_t status = dnnl_softmax_forward_desc_init(&operation, forward_kind(training), layout, 1);
    return status == dnnl_success ? finish(descriptor, &operation, false, engine, NULL) : status;
}

dnnl_status_t shim_softmax_backward(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, const dnnl_memory_desc_t *layout,
                                    const_dnnl_primitive_desc_t forward) {
    dnnl_softmax_desc_t operation;
    dnnl_status_t status = dnnl_softmax_backward_desc_init(&operation, layout, layout, 1);
    return status == dnnl_success ? finish(descriptor, &operation, false, engine, forward) : status;
}

dnnl_status_t shim_binary(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, bool multiply, const dnnl_memory_desc_t *one,
                          const dnnl_memory_desc_t *other, const dnnl_memory_desc_t *destination) {
    dnnl_binary_desc_t operation;
    dnnl_status_t status =
        dnnl_binary_desc_init(&operation, multiply ? dnnl_binary_mul : dnnl_binary_add, one, other, destination);
    return status == dnnl_success ? finish(descriptor, &operation, false, engine, NULL) : status;
}

dnnl_status_t shim_reorder(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, const dnnl_memory_desc_t *source,
                           const dnnl_memory_desc_t *destination) {
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = dnnl_primitive_attr_create(&attributes);
    if (status == dnnl_success) status = dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user);
    if (status == dnnl_success) status = dnnl_reorder_primitive_desc_create(descriptor, source, engine, destination, engine, attributes);
    if (attributes) dnnl_primitive_attr_destroy(attributes);
    return status;
}
