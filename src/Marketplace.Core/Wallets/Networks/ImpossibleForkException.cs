namespace Marketplace.Wallets;

/// <summary>
/// The chain contradicts what it called final: another block stands where the cursor is, a link is broken, a credited deposit changed. Either the
/// node lies or finality failed. Crediting halts at the cursor, loudly, until the chain agrees again or a person decides.
/// </summary>
/// <param name="message">What was expected and what was found.</param>
public sealed class ImpossibleForkException(string message) : Exception(message);
