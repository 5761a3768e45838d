using System.Diagnostics.CodeAnalysis;

namespace Marketplace.Tron;

/// <summary>Why something was refused or could not be answered.</summary>
/// <param name="Code">A stable code, one of <see cref="TronErrorCodes"/>.</param>
/// <param name="Message">English detail for a log. Never holds a key, a mnemonic or a signature request's secret.</param>
public sealed record TronError(string Code, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Code}: {Message}";
}

/// <summary>A value, or the reason why there is none. Expected failures are values; exceptions mean a bug.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public readonly record struct TronResult<T>
{
    private readonly T? value;

    private TronResult(T? value, TronError? error)
    {
        this.value = value;
        Error = error;
    }

    /// <summary>The reason of the failure; null on success.</summary>
    public TronError? Error { get; }

    /// <summary>True when there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">The result is a failure; ask <see cref="IsSuccess"/> first.</exception>
    public T Value => Error is null ? value! : throw new InvalidOperationException($"No value: {Error}");

    /// <summary>The error's code, or an empty string on success.</summary>
    public string Code => Error?.Code ?? "";

    /// <summary>A success.</summary>
    public static TronResult<T> Success(T value) => new(value, null);

    /// <summary>A failure with its reason.</summary>
    public static TronResult<T> Failure(TronError error) => new(default, error);

    /// <summary>A failure with its reason.</summary>
    public static TronResult<T> Failure(string code, string message) => new(default, new TronError(code, message));

    /// <summary>So that a method can return its value directly.</summary>
    public static implicit operator TronResult<T>(T value) => Success(value);

    /// <summary>So that a method can return its error directly.</summary>
    public static implicit operator TronResult<T>(TronError error) => Failure(error);

    /// <summary>The value transformed, or the same error.</summary>
    public TronResult<TOther> Map<TOther>(Func<T, TOther> transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return Error is null ? TronResult<TOther>.Success(transform(value!)) : TronResult<TOther>.Failure(Error);
    }

    /// <summary>The next step's result, or the same error.</summary>
    public TronResult<TOther> Then<TOther>(Func<T, TronResult<TOther>> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return Error is null ? next(value!) : TronResult<TOther>.Failure(Error);
    }
}
