using Marketplace.Wallets;

namespace Marketplace.Frontends.Wallets;

/// <summary>Deposits and withdrawals by their transactions, in histories.</summary>
internal sealed class TransactionNames : IHistoryNames
{
    public string Module => "wallets";

    public async Task<IReadOnlyDictionary<string, HistoryName>> FindAsync(
        ChatTurn turn, IReadOnlyCollection<string> references, CancellationToken cancellationToken) =>
        (await turn.Sender.Send(new FindTransactions(references), cancellationToken)).ToDictionary(
            found => found.Key,
            found => new HistoryName(HistoryName.Transaction, LinkText.Transaction(found.Value.TransactionId, found.Value.Link)));
}
