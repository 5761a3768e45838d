using System;
using System.Threading.Tasks;

namespace MediatR
{
    /// <summary>What every request has in common.</summary>
    public interface IBaseRequest;

    /// <summary>A request without an answer.</summary>
    public interface IRequest : IBaseRequest;

    /// <summary>A request with one answer.</summary>
    /// <typeparam name="TResponse">The answer's type.</typeparam>
    public interface IRequest<out TResponse> : IBaseRequest;

    /// <summary>A request with a stream of answers.</summary>
    /// <typeparam name="TResponse">The type of each answer.</typeparam>
    public interface IStreamRequest<out TResponse>;

    /// <summary>Something that happened, told to any number of handlers.</summary>
    public interface INotification;

    /// <summary>The one value that says nothing: <c>void</c> where a type is needed.</summary>
    public readonly struct Unit : IEquatable<Unit>, IComparable<Unit>, IComparable
    {
        private static readonly Unit Only = default;

        /// <summary>The value.</summary>
        public static ref readonly Unit Value => ref Only;

        /// <summary>A completed task of the value.</summary>
        public static Task<Unit> Task { get; } = System.Threading.Tasks.Task.FromResult(default(Unit));

        /// <inheritdoc/>
        public int CompareTo(Unit other) => 0;

        int IComparable.CompareTo(object? obj) => 0;

        /// <inheritdoc/>
        public bool Equals(Unit other) => true;

        /// <inheritdoc/>
        public override bool Equals(object? obj) => obj is Unit;

        /// <inheritdoc/>
        public override int GetHashCode() => 0;

        /// <inheritdoc/>
        public override string ToString() => "()";

        /// <summary>Always true.</summary>
        public static bool operator ==(Unit left, Unit right) => true;

        /// <summary>Always false.</summary>
        public static bool operator !=(Unit left, Unit right) => false;
    }
}
