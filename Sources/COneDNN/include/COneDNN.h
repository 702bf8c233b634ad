/// oneDNN's C API, and the shim through which Twinscope makes primitives.
///
/// Every difference between oneDNN's versions stops here: operation descriptors (2.x only) and flags are not seen by Swift.
/// All functions return oneDNN's status. Primitives always use a scratchpad that the caller provides.
#pragma once

#include <oneapi/dnnl/dnnl.h>
#include <oneapi/dnnl/dnnl_debug.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A convolution or a pooling: sizes of input, output and window. `dilation` is the distance of taps, 1 being none.
typedef struct {
    int64_t images, input_channels, input_height, input_width;
    int64_t output_channels, output_height, output_width;
    int64_t kernel_height, kernel_width, stride_height, stride_width;
    int64_t padding_height, padding_width, dilation_height, dilation_width;
    int64_t groups;
} shim_window;

typedef enum { shim_direct, shim_winograd } shim_algorithm;
typedef enum { shim_relu, shim_leaky_relu, shim_sigmoid, shim_tanh } shim_function;

// Layouts. A layout is oneDNN's memory descriptor.
dnnl_status_t shim_plain_layout(dnnl_memory_desc_t *layout, int dimension_count, const int64_t *dimensions);
const dnnl_memory_desc_t *shim_query_layout(const_dnnl_primitive_desc_t descriptor, dnnl_query_t which, int index);
size_t shim_scratchpad_size(const_dnnl_primitive_desc_t descriptor);
const char *shim_implementation(const_dnnl_primitive_desc_t descriptor);

// Convolution: all layouts are chosen by oneDNN.
dnnl_status_t shim_convolution_forward(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, const shim_window *window, bool bias,
                                       bool relu, bool training, shim_algorithm algorithm);
dnnl_status_t shim_convolution_backward_data(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, const shim_window *window,
                                             shim_algorithm algorithm, const_dnnl_primitive_desc_t forward);
dnnl_status_t shim_convolution_backward_weights(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, const shim_window *window,
                                                bool bias, shim_algorithm algorithm, const_dnnl_primitive_desc_t forward);

// Linear layers read a source of any rank: `dimensions` are those of the source, batch first.
dnnl_status_t shim_linear_forward(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, int dimension_count,
                                  const int64_t *dimensions, int64_t features, bool bias, bool training);
dnnl_status_t shim_linear_backward_data(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, int dimension_count,
                                        const int64_t *dimensions, int64_t features, const_dnnl_primitive_desc_t forward);
dnnl_status_t shim_linear_backward_weights(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, int dimension_count,
                                           const int64_t *dimensions, int64_t features, bool bias,
                                           const_dnnl_primitive_desc_t forward);

// Batch normalisation with separate scale and shift; `relu` is fused and needs a workspace in training.
dnnl_status_t shim_batch_norm_forward(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, const dnnl_memory_desc_t *layout,
                                      float epsilon, bool relu, bool training);
dnnl_status_t shim_batch_norm_backward(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, const dnnl_memory_desc_t *gradient,
                                       const dnnl_memory_desc_t *layout, float epsilon, bool relu,
                                       const_dnnl_primitive_desc_t forward);

// Functions of single values; the backward pass works from the output, so that the input need not be kept.
dnnl_status_t shim_function_forward(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, shim_function function, float slope,
                                    const dnnl_memory_desc_t *layout, bool training);
dnnl_status_t shim_function_backward(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, shim_function function, float slope,
                                     const dnnl_memory_desc_t *gradient, const dnnl_memory_desc_t *layout,
                                     const_dnnl_primitive_desc_t forward);

// Pooling; `average` counts the padding.
dnnl_status_t shim_pooling_forward(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, const shim_window *window, bool average,
                                   const dnnl_memory_desc_t *source, bool training);
dnnl_status_t shim_pooling_backward(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, const shim_window *window, bool average,
                                    const dnnl_memory_desc_t *source, const dnnl_memory_desc_t *destination,
                                    const_dnnl_primitive_desc_t forward);

dnnl_status_t shim_softmax_forward(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, const dnnl_memory_desc_t *layout,
                                   bool training);
dnnl_status_t shim_softmax_backward(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, const dnnl_memory_desc_t *layout,
                                    const_dnnl_primitive_desc_t forward);

/// `destination = one + other`, or `one * other`.
dnnl_status_t shim_binary(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, bool multiply, const dnnl_memory_desc_t *one,
                          const dnnl_memory_desc_t *other, const dnnl_memory_desc_t *destination);
dnnl_status_t shim_reorder(dnnl_primitive_desc_t *descriptor, dnnl_engine_t engine, const dnnl_memory_desc_t *source,
                           const dnnl_memory_desc_t *destination);

// The team of threads that oneDNN's primitives run on.
void shim_set_threads(int count);
/// Runs `body(context, part)` for every part on the same team; in order on one thread where there is no team.
void shim_parallel(int parts, void (*body)(void *context, int part), void *context);

// Passes over all parameters at once, for the processor's widest vectors.
typedef struct {
    float rate, beta1, beta2, epsilon, weight_decay, correction1, correction2;
    bool decoupled;
} shim_adam;
typedef struct {
    float rate, momentum, weight_decay;
    bool nesterov;
} shim_sgd;
typedef struct {
    float rate, alpha, epsilon, momentum, weight_decay;
} shim_rmsprop;
void shim_adam_update(float *weights, const float *gradients, float *first, float *second, size_t count, shim_adam adam);
void shim_sgd_update(float *weights, const float *gradients, float *velocity, size_t count, shim_sgd sgd);
void shim_rmsprop_update(float *weights, const float *gradients, float *velocity, float *square, size_t count, shim_rmsprop rmsprop);
double shim_square_sum(const float *values, size_t count);
