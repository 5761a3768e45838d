namespace Marketplace.Frontends;

/// <summary>Says what the lines of a person's history were for. A module brings one for the references that it writes into the books.</summary>
public interface IHistoryNames : IChatContribution
{
    /// <summary>Finds names.</summary>
    /// <param name="turn">Who looks: all references are of this person's own lines.</param>
    /// <param name="references">As they stand in the books, each once; those of other modules are among them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Those that it knows, by reference.</returns>
    Task<IReadOnlyDictionary<string, HistoryName>> FindAsync(ChatTurn turn, IReadOnlyCollection<string> references, CancellationToken cancellationToken);
}

/// <summary>What a line of a history was for.</summary>
/// <param name="Kind">How it is said: <see cref="Title"/> or <see cref="Transaction"/>.</param>
/// <param name="Name">The name.</param>
public sealed record HistoryName(string Kind, LinkText Name)
{
    /// <summary>Somebody's words: they are quoted.</summary>
    public const string Title = "title";

    /// <summary>A payment on a chain.</summary>
    public const string Transaction = "transaction";
}
