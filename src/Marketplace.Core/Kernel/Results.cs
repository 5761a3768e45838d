using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Kernel;

/// <summary>An expected failure: a stable code that programs compare and frontends translate, and the values its text needs.</summary>
/// <param name="Code">Module and reason, e.g. <c>wallets.insufficient_funds</c>. Never changes once published.</param>
public sealed record Error(string Code)
{
    /// <summary>The values a text may name (<c>minimum</c>, <c>available</c>…), as invariant strings; amounts in the smallest unit.</summary>
    public IReadOnlyDictionary<string, string> Arguments { get; init; } = new Dictionary<string, string>();

    /// <summary>This error with one more value for its text.</summary>
    /// <param name="name">The placeholder's name.</param>
    /// <param name="value">The value, formatted invariantly.</param>
    public Error With(string name, object value) => this with
    {
        Arguments = new Dictionary<string, string>(Arguments)
        {
            [name] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
        },
    };

    /// <inheritdoc/>
    public bool Equals(Error? other) => other is not null
        && Code == other.Code
        && Arguments.Count == other.Arguments.Count
        && Arguments.All(argument => other.Arguments.TryGetValue(argument.Key, out var value) && value == argument.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Arguments.Count == 0
        ? Code
        : $"{Code} ({string.Join(", ", Arguments.Select(argument => $"{argument.Key}={argument.Value}"))})";
}

/// <summary>What the pipeline needs to know of any answer: did it fail, and how is a failure made.</summary>
public interface IResult
{
    /// <summary>Why it failed, or null.</summary>
    Error? Error { get; }
}

/// <summary>An answer type that the pipeline can make from an error alone.</summary>
/// <typeparam name="TSelf">The answer's own type.</typeparam>
public interface IResult<out TSelf> : IResult
    where TSelf : IResult<TSelf>
{
    /// <summary>The failed answer.</summary>
    /// <param name="error">Why.</param>
    static abstract TSelf Failure(Error error);
}

/// <summary>Done, or an <see cref="Kernel.Error"/>.</summary>
public sealed record Result : IResult<Result>
{
    /// <summary>Done.</summary>
    public static Result Success { get; } = new();

    /// <inheritdoc/>
    public Error? Error { get; init; }

    /// <summary>True unless it failed.</summary>
    [JsonIgnore]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Error is null;

    /// <inheritdoc/>
    public static Result Failure(Error error) => new() { Error = error };

    /// <summary>An error is a failed result.</summary>
    /// <param name="error">Why.</param>
    public static implicit operator Result(Error error) => Failure(error);
}

/// <summary>A value, or an <see cref="Kernel.Error"/>.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public sealed record Result<T> : IResult<Result<T>>
{
    /// <inheritdoc/>
    public Error? Error { get; init; }

    /// <summary>The value; the default of its type where the result failed.</summary>
    public T? Value { get; init; }

    /// <summary>True unless it failed.</summary>
    [JsonIgnore]
    [MemberNotNullWhen(false, nameof(Error))]
    [MemberNotNullWhen(true, nameof(Value))]
    public bool Succeeded => Error is null;

    /// <summary>The value of a result that must have succeeded.</summary>
    /// <exception cref="InvalidOperationException">It failed: a bug in the caller, who did not look.</exception>
    public T Require() => Error is null ? Value! : throw new InvalidOperationException($"The result failed: {Error}.");

    /// <inheritdoc/>
    public static Result<T> Failure(Error error) => new() { Error = error };

    /// <summary>A value is a successful result.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator Result<T>(T value) => new() { Value = value };

    /// <summary>An error is a failed result.</summary>
    /// <param name="error">Why.</param>
    public static implicit operator Result<T>(Error error) => Failure(error);
}

/// <summary>How results, events and stored answers are written as JSON: one manner for the whole house.</summary>
public static class KernelJson
{
    /// <summary>Web names, typed ids and money as plain values.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new TypedIdJsonConverterFactory(), new SunJsonConverter() },
    };
}
