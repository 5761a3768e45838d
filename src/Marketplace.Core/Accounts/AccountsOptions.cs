namespace Marketplace.Accounts;

/// <summary>Who runs this marketplace.</summary>
public sealed class AccountsOptions
{
    /// <summary>The operators' identities as <c>platform:id</c>, e.g. <c>telegram:42</c>. Read at every look, so a restart applies a change.</summary>
    public IList<string> Operators { get; } = [];
}
