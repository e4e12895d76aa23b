package dev.adjoint.dsl

import dev.adjoint.Index
import dev.adjoint.ShapeException
import dev.adjoint.Tensor

/** The whole axis: `x[all, 0]`. */
public val all: Index = Index.all()

/** As many whole axes as the other indices leave over: `x[ellipsis, 0]`. */
public val ellipsis: Index = Index.ellipsis()

/** A new axis of size 1: `x[newAxis, all]`. */
public val newAxis: Index = Index.newAxis()

/** The last index of an axis, in ranges: `x[1..end]`, `x[0..end - 1 step 2]`. */
public object End {
    /** So many before the last index. */
    public operator fun minus(count: Int): FromEnd = FromEnd(count)
}

/** The last index of an axis, in ranges. */
public val end: End = End

/** An index so many before the last one. */
@JvmInline public value class FromEnd internal constructor(internal val before: Int)

/** The indices up to the last one, which is included. */
public operator fun Int.rangeTo(end: End): Index.Range = upTo(this, end - 0)

/** The indices up to one counted from the end, which is included. */
public operator fun Int.rangeTo(end: FromEnd): Index.Range = upTo(this, end)

private fun upTo(start: Int, end: FromEnd): Index.Range {
    if (end.before < 0) {
        throw ShapeException("A range ends at the last index or before it; given end + ${-end.before}")
    }
    return Index.Range(start, if (end.before == 0) null else -end.before, 1)
}

/** Every so many-th index of a range. */
public infix fun Index.Range.step(step: Int): Index.Range = Index.Range(start, end, step)

/**
 * What the indices say, axis by axis. An index is a number, whose axis is dropped; a range, such as `1..3`, `0..<n`, `0..9 step
 * 2` or `1..end`; [all], [ellipsis] or [newAxis]; a tensor of indices, or of bools; a list of numbers. Negative numbers count
 * from the end: `-3..-1` are the last three. A view, unless there is a tensor or a list among them.
 *
 * @throws ShapeException if there are more indices than axes, or one is out of range
 */
public operator fun Tensor.get(vararg indices: Any): Tensor = get(*indexes(indices))

/**
 * Overwrites what the indices say with values that broadcast.
 *
 * For `x[i] += y` write `x[i] = x[i] + y`: Kotlin cannot choose between that and `x[i].plusAssign(y)`, which would be lost
 * where `x[i]` is a copy, as with a tensor or a list of indices.
 */
public operator fun Tensor.set(vararg indices: Any, values: Tensor) {
    set(values, *indexes(indices))
}

/** Overwrites what the indices say with a number. */
public operator fun Tensor.set(vararg indices: Any, value: Number) {
    set(value.toDouble(), *indexes(indices))
}

private fun indexes(indices: Array<out Any>): Array<Index> = Array(indices.size) { index(indices[it]) }

private fun index(index: Any): Index =
    when (index) {
        is Int -> Index.at(index)
        is Index -> index
        is IntProgression -> range(index)
        is Tensor -> Index.of(index)
        is IntArray -> Index.of(*index)
        is List<*> -> Index.of(*IntArray(index.size) { number(index[it]) })
        else ->
            throw ShapeException(
                "$index (${index::class.simpleName}) is no index: expected an Int, a range of Int, a Tensor, a List<Int>, all, " +
                    "ellipsis or newAxis"
            )
    }

private fun number(element: Any?): Int = element as? Int ?: throw ShapeException("A list of indices holds Int; given $element")

private fun range(range: IntProgression): Index {
    if (range.step < 0) {
        throw ShapeException("The range $range runs backwards: use flip(axis) for the reverse order")
    }
    if (range.isEmpty()) {
        if (range.last < 0 && range.first >= 0) {
            throw ShapeException("The range $range is empty in Kotlin: write ${range.first}..end for all that follow")
        }
        return Index.range(0, 0)
    }
    return Index.Range(range.first, if (range.last == -1) null else range.last + 1, range.step)
}
