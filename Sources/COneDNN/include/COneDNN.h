// The door to oneDNN. Nothing of oneDNN's own headers passes it: handles are opaque, choices are the enumerations below, and what
// differs between versions 2 and 3 of the library (how layouts are kept, how operations are described) stays in `version2.c` and
// `version3.c`.
//
// Every function that can fail returns a status, 0 for success; `onednn_status_text` names the others. What a function writes through
// its last parameter belongs to the caller, who gives it back to the `_destroy` of its kind.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ONEDNN_CHOICE enum __attribute__((enum_extensibility(closed)))

typedef struct onednn_context onednn_context;
typedef struct onednn_layout onednn_layout;
typedef struct onednn_descriptor onednn_descriptor;
typedef struct onednn_primitive onednn_primitive;
typedef struct onednn_memory onednn_memory;

typedef ONEDNN_CHOICE onednn_type { onednn_type_float32, onednn_type_bfloat16 } onednn_type;

/// How values lie in memory: as the primitive likes it, `[N, C, H, W]`, or `[N, H, W, C]`.
typedef ONEDNN_CHOICE onednn_order { onednn_order_any, onednn_order_plain, onednn_order_channels_last } onednn_order;

typedef ONEDNN_CHOICE onednn_direction {
    onednn_direction_training,
    onednn_direction_inference,
    onednn_direction_backward_data,
    onednn_direction_backward_weights,
} onednn_direction;

typedef ONEDNN_CHOICE onednn_convolution_kind { onednn_convolution_direct, onednn_convolution_winograd } onednn_convolution_kind;

typedef ONEDNN_CHOICE onednn_pooling_kind { onednn_pooling_max, onednn_pooling_average } onednn_pooling_kind;

typedef ONEDNN_CHOICE onednn_function {
    onednn_function_none,
    /// `alpha` is the slope below zero.
    onednn_function_relu,
    onednn_function_logistic,
    onednn_function_tanh,
} onednn_function;

typedef ONEDNN_CHOICE onednn_binary_kind { onednn_binary_add, onednn_binary_multiply } onednn_binary_kind;

/// Which part a memory plays in an execution. `source` and `source2` are also the operands of a binary operation.
typedef ONEDNN_CHOICE onednn_role {
    onednn_role_source,
    onednn_role_source2,
    onednn_role_destination,
    onednn_role_weights,
    onednn_role_bias,
    onednn_role_workspace,
    onednn_role_scratchpad,
    onednn_role_source_gradient,
    onednn_role_destination_gradient,
    onednn_role_weights_gradient,
    onednn_role_bias_gradient,
} onednn_role;

/// What a primitive does with its result before it stores it, in this order.
typedef struct onednn_epilogue {
    /// Adds what the destination holds already.
    bool adds_destination;
    onednn_function function;
    float alpha;
} onednn_epilogue;

/// Rows, then columns.
typedef struct onednn_extent {
    int64_t height, width;
} onednn_extent;

const char *onednn_status_text(int status);
/// Of the library that is loaded: `2.6.3`.
void onednn_version(int *major, int *minor, int *patch);
/// Whether the processor has instructions for bfloat16, rather than the library emulating them.
bool onednn_multiplies_bfloat16(void);
/// The most advanced instructions that the library uses here, for people to read.
const char *onednn_instruction_set(void);

// Contexts: one processor, one stream of work in order.
int onednn_context_create(onednn_context **result);
void onednn_context_destroy(onednn_context *context);
/// Waits until everything that was executed is done.
int onednn_context_wait(onednn_context *context);

// Layouts: shape, type and order of values in memory.
int onednn_layout_create(
    int rank, const int64_t *dimensions, onednn_type type, onednn_order order, onednn_layout **result);
void onednn_layout_destroy(onednn_layout *layout);
bool onednn_layout_equal(const onednn_layout *a, const onednn_layout *b);
/// Padding included; 0 for a layout of which nothing is stored.
size_t onednn_layout_bytes(const onednn_layout *layout);

/// Maps that lie one behind the other: `planes` times `height` rows of `width` pixels, a pixel being `pixel` channels side by side.
typedef struct onednn_maps {
    int64_t planes;
    int64_t height;
    int64_t width;
    int64_t pixel;
} onednn_maps;

/// False where the values lie otherwise. Channels that only fill up a block are counted.
bool onednn_layout_maps(const onednn_layout *layout, onednn_maps *result);
/// The same order for maps of another size.
int onednn_layout_resize(const onednn_layout *layout, int64_t height, int64_t width, onednn_layout **result);

// Descriptors: an operation for given layouts, with the implementation that the library chose. Unused layouts are NULL. A backward
// descriptor takes the forward one as its hint. The layouts named `source` and `destination` are those of the gradients where a
// direction reads or writes a gradient there.
int onednn_convolution(
    onednn_context *context, onednn_direction direction, onednn_convolution_kind kind, const onednn_layout *source,
    const onednn_layout *weights, const onednn_layout *bias, const onednn_layout *destination, onednn_extent stride,
    onednn_extent dilation, onednn_extent padding, onednn_epilogue epilogue, const onednn_descriptor *hint,
    onednn_descriptor **result);
int onednn_inner_product(
    onednn_context *context, onednn_direction direction, const onednn_layout *source, const onednn_layout *weights,
    const onednn_layout *bias, const onednn_layout *destination, onednn_epilogue epilogue, const onednn_descriptor *hint,
    onednn_descriptor **result);
int onednn_pooling(
    onednn_context *context, onednn_direction direction, onednn_pooling_kind kind, const onednn_layout *source,
    const onednn_layout *destination, onednn_extent kernel, onednn_extent stride, onednn_extent padding,
    const onednn_descriptor *hint, onednn_descriptor **result);
/// The backward direction computes from the function's result, not from its argument.
int onednn_elementwise(
    onednn_context *context, onednn_direction direction, onednn_function function, float alpha, const onednn_layout *data,
    const onednn_layout *gradient, const onednn_descriptor *hint, onednn_descriptor **result);
/// Over the second dimension.
int onednn_softmax(
    onednn_context *context, onednn_direction direction, const onednn_layout *data, const onednn_layout *gradient,
    const onednn_descriptor *hint, onednn_descriptor **result);
int onednn_binary(
    onednn_context *context, onednn_binary_kind kind, const onednn_layout *first, const onednn_layout *second,
    const onednn_layout *destination, onednn_epilogue epilogue, onednn_descriptor **result);
int onednn_reorder(
    onednn_context *context, const onednn_layout *source, const onednn_layout *destination, onednn_descriptor **result);
void onednn_descriptor_destroy(onednn_descriptor *descriptor);
/// The layout that the implementation wants for a role; one of 0 bytes where it does not use the role.
int onednn_descriptor_layout(const onednn_descriptor *descriptor, onednn_role role, onednn_layout **result);
/// `jit:avx512_core`, for tables. Valid as long as the descriptor.
const char *onednn_descriptor_implementation(const onednn_descriptor *descriptor);

// Memories: a layout over bytes that the caller owns and keeps alive.
int onednn_memory_create(onednn_context *context, const onednn_layout *layout, void *bytes, onednn_memory **result);
int onednn_memory_move(onednn_memory *memory, void *bytes);
void onednn_memory_destroy(onednn_memory *memory);

// Primitives: a descriptor compiled, with the memories it works on. Executing one allocates nothing.
int onednn_primitive_create(const onednn_descriptor *descriptor, onednn_primitive **result);
/// At most one memory plays a role.
int onednn_primitive_bind(onednn_primitive *primitive, onednn_role role, onednn_memory *memory);
int onednn_primitive_execute(const onednn_primitive *primitive, onednn_context *context);
void onednn_primitive_destroy(onednn_primitive *primitive);

// Threads: oneDNN's own team, so that other loops do not compete with it.

/// Of the calling thread's team, for what is created afterwards. False where this build of oneDNN has no such team.
bool onednn_set_threads(int count);
/// Runs `body(context, index, count)` once for every index below `count`, on the team; one after another where there is none.
void onednn_parallel(int count, void (*body)(void *context, int index, int count), void *context);
/// The system's numbers of the threads of a team of `count`.
void onednn_team(int count, int *threads);
