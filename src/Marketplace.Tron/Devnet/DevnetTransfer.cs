namespace Marketplace.Tron.Devnet;

/// <summary>A transfer of TRX on the local chain.</summary>
/// <param name="TransactionId">Its transaction.</param>
/// <param name="BlockNumber">Its block.</param>
/// <param name="From">Who paid.</param>
/// <param name="To">Who received.</param>
/// <param name="AmountSun">In sun.</param>
public sealed record DevnetTransfer(string TransactionId, long BlockNumber, TronAddress From, TronAddress To, long AmountSun);
